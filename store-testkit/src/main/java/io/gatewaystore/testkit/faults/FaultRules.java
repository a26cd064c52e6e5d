package io.gatewaystore.testkit.faults;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Which fault the next call meets. Earlier rules come first; thread-safe. */
final class FaultRules {

    private final Lock lock = new ReentrantLock();
    private final List<Rule> rules = new ArrayList<>();
    private long injected;

    /** A rule for some calls. */
    private abstract static class Rule {

        private final Calls calls;

        Rule(Calls calls) {
            this.calls = calls;
        }

        abstract Optional<CallFault> fault();

        boolean isSpent() {
            return false;
        }
    }

    private static final class Counted extends Rule {

        private final CallFault fault;
        private long left;

        Counted(Calls calls, CallFault fault, long times) {
            super(calls);
            this.fault = fault;
            this.left = times;
        }

        @Override
        Optional<CallFault> fault() {
            left--;
            return Optional.of(fault);
        }

        @Override
        boolean isSpent() {
            return left == 0;
        }
    }

    private static final class Chance extends Rule {

        private final List<CallFault> faults;
        private final double probability;
        private final SplittableRandom random;

        Chance(Calls calls, List<CallFault> faults, double probability, long seed) {
            super(calls);
            this.faults = faults;
            this.probability = probability;
            this.random = new SplittableRandom(seed);
        }

        @Override
        Optional<CallFault> fault() {
            // Both are drawn at every call, so that what the n-th call meets depends on the seed alone.
            boolean now = random.nextDouble() < probability;
            CallFault chosen = faults.get(random.nextInt(faults.size()));
            return now ? Optional.of(chosen) : Optional.empty();
        }
    }

    void add(Calls calls, CallFault fault, long times) {
        add(new Counted(calls, fault, times));
    }

    void addRandom(Calls calls, List<CallFault> faults, double probability, long seed) {
        add(new Chance(calls, faults, probability, seed));
    }

    private void add(Rule rule) {
        lock.lock();
        try {
            rules.add(rule);
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            rules.clear();
        } finally {
            lock.unlock();
        }
    }

    long injected() {
        lock.lock();
        try {
            return injected;
        } finally {
            lock.unlock();
        }
    }

    /** Draws the fault for a call, if it is to meet one. */
    Optional<CallFault> next(Predicate<Calls> includesTheCall) {
        lock.lock();
        try {
            Iterator<Rule> each = rules.iterator();
            while (each.hasNext()) {
                Rule rule = each.next();
                Optional<CallFault> fault = includesTheCall.test(rule.calls) ? rule.fault() : Optional.empty();
                if (rule.isSpent()) {
                    each.remove();
                }
                if (fault.isPresent()) {
                    injected++;
                    return fault;
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
