package io.gatewaystore.testkit.contract;

/** Throws checked exceptions where none are declared, as languages without them do. */
final class Sneaky {

    private Sneaky() {}

    /** Never returns; what it seems to return can be thrown, so that the compiler knows. */
    static RuntimeException raise(Throwable exception) {
        return Sneaky.<RuntimeException>raiseAs(exception);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // That is the trick: the cast is never carried out.
    private static <X extends Throwable> RuntimeException raiseAs(Throwable exception) throws X {
        throw (X) exception;
    }
}
