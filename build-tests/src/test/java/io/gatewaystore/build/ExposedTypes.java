package io.gatewaystore.build;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.ThrowsDeclaration;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.annotation.Annotation;
import java.util.stream.Stream;

/** Conditions on what the public face of a class mentions: supertypes, fields, parameters, results, throws, generics. */
final class ExposedTypes {

    static final DescribedPredicate<JavaClass> TRANSPORT = resideInAnyPackage(
                    "com.google.common..",
                    "com.google.protobuf..",
                    "io.etcd..",
                    "io.grpc..",
                    "io.netty..",
                    "io.vertx..")
            .as("transport types");

    private ExposedTypes() {}

    static ArchCondition<JavaClass> notExpose(DescribedPredicate<JavaClass> hidden) {
        return new ArchCondition<>("not expose " + hidden.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (isPublished(type)) {
                    supertypes(type)
                            .filter(hidden)
                            .forEach(found -> violated(type, type.getDescription(), found, events));
                    type.getMembers().stream()
                            .filter(ExposedTypes::isPublished)
                            .forEach(member -> mentioned(member)
                                    .filter(hidden)
                                    .forEach(found -> violated(type, member.getDescription(), found, events)));
                }
            }
        };
    }

    static ArchCondition<JavaClass> beInAPackageAnnotatedWith(Class<? extends Annotation> annotation) {
        return new ArchCondition<>("be in a package annotated with @" + annotation.getSimpleName()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean annotated = type.getPackage().isAnnotatedWith(annotation);
                events.add(new SimpleConditionEvent(
                        type, annotated, type.getDescription() + " is in " + type.getPackageName()));
            }
        };
    }

    private static void violated(JavaClass type, String where, JavaClass found, ConditionEvents events) {
        events.add(SimpleConditionEvent.violated(type, where + " mentions " + found.getName()));
    }

    private static Stream<JavaClass> supertypes(JavaClass type) {
        return Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
                .flatMap(ExposedTypes::involved);
    }

    private static Stream<JavaClass> mentioned(JavaMember member) {
        if (member instanceof JavaCodeUnit code) {
            return Stream.concat(
                    Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream())
                            .flatMap(ExposedTypes::involved),
                    code.getThrowsClause().stream().map(ThrowsDeclaration::getRawType));
        }
        return involved(((JavaField) member).getType());
    }

    private static Stream<JavaClass> involved(JavaType type) {
        return type.getAllInvolvedRawTypes().stream().map(JavaClass::getBaseComponentType);
    }

    private static boolean isPublished(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean isPublished(JavaClass type) {
        boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return visible
                && type.getEnclosingClass().map(ExposedTypes::isPublished).orElse(true);
    }
}
