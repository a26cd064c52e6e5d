package io.gatewaystore.credentials.procedure;

import java.util.List;

/**
 * What a command is going to do.
 *
 * @param deployment where
 * @param steps what, in order
 */
record Plan(Deployment deployment, List<Step> steps) {

    Plan {
        steps = List.copyOf(steps);
    }
}
