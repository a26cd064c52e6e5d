package io.gatewaystore.etcd;

import io.gatewaystore.Bytes;

/**
 * What a call is for, in the words of its error message.
 *
 * @param verb the operation, such as {@code put}
 * @param subject the key or range concerned; turned into text only if there is something to report
 * @param revision the past revision that is read, 0 for none
 */
record Purpose(String verb, Object subject, long revision) {

    Purpose(String verb, Object subject) {
        this(verb, subject, 0);
    }

    @Override
    public String toString() {
        String text = subject instanceof Bytes key ? key.toUtf8() : subject.toString();
        return text.isEmpty() ? verb : verb + " '" + text + "'";
    }
}
