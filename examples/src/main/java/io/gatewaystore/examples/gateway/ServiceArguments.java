package io.gatewaystore.examples.gateway;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Refuses arguments that cannot become a service, before a store is opened. */
final class ServiceArguments {

    private ServiceArguments() {}

    /** A NAME. */
    static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            try {
                return Service.checkedName(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** A URL. */
    static final class Url implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            try {
                return Service.checkedUrl(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
