package io.gatewaystore.etcd;

import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.QuotaExceededException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.error.UnexpectedAnswerException;

/** What befell operations that travelled together: each is told of it in an exception of its own, which names what it was itself. */
final class SharedFailure {

    private SharedFailure() {}

    static Throwable toldTo(Purpose purpose, Throwable failure) {
        String message = purpose + ": " + failure.getMessage();
        if (failure instanceof UnavailableException unavailable) {
            return new UnavailableException(message, failure, unavailable.outcome());
        }
        if (failure instanceof DeadlineExceededException late) {
            return new DeadlineExceededException(message, failure, late.outcome());
        }
        if (failure instanceof UnexpectedAnswerException unexpected) {
            return new UnexpectedAnswerException(message, failure, unexpected.outcome());
        }
        if (failure instanceof QuotaExceededException) {
            return new QuotaExceededException(message, failure);
        }
        if (failure instanceof StoreClosedException closed) {
            return new StoreClosedException(message, failure, closed.outcome());
        }
        return failure instanceof StoreException other ? other.atCaller() : failure;
    }
}
