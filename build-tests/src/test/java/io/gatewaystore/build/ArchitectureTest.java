package io.gatewaystore.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.NullMarked;

/** The directions between modules and packages, and what library code keeps its hands off. */
@AnalyzeClasses(locations = CompiledClasses.Main.class, importOptions = CompiledClasses.Written.class)
class ArchitectureTest {

    /** Well below what there is: only a broken import of the classes, which would pass every rule, is below this. */
    private static final int LEAST_CLASSES = 150;

    private static final String BENCHMARKS = "io.gatewaystore.benchmarks..";
    private static final String CLI = "io.gatewaystore.cli..";
    private static final String CREDENTIALS = "io.gatewaystore.credentials..";
    private static final String ETCD = "io.gatewaystore.etcd..";
    private static final String EXAMPLES = "io.gatewaystore.examples..";
    private static final String JETCD = "io.gatewaystore.jetcd..";
    private static final String MEMORY = "io.gatewaystore.memory..";
    private static final String TESTKIT = "io.gatewaystore.testkit..";
    private static final String SCRIPTED_SERVER = "io.gatewaystore.testkit.scripted..";

    @ArchTest
    static void readsTheClassesOfAllModules(JavaClasses classes) {
        assertThat(classes.size()).isGreaterThanOrEqualTo(LEAST_CLASSES);
    }

    @ArchTest
    static final ArchRule MODULES_DEPEND_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("api")
            .definedBy(resideInAnyPackage("io.gatewaystore..")
                    .and(resideOutsideOfPackages(BENCHMARKS, CLI, CREDENTIALS, ETCD, EXAMPLES, JETCD, MEMORY, TESTKIT)))
            .layer("memory")
            .definedBy(MEMORY)
            .layer("etcd")
            .definedBy(ETCD)
            .layer("jetcd")
            .definedBy(JETCD)
            .layer("credentials")
            .definedBy(CREDENTIALS)
            .layer("testkit")
            .definedBy(TESTKIT)
            .layer("cli")
            .definedBy(CLI)
            .layer("examples")
            .definedBy(EXAMPLES)
            .layer("benchmarks")
            .definedBy(BENCHMARKS)
            .whereLayer("memory")
            .mayOnlyBeAccessedByLayers("cli", "examples", "benchmarks")
            .whereLayer("etcd")
            .mayOnlyBeAccessedByLayers("jetcd", "credentials", "cli", "examples", "benchmarks")
            .whereLayer("jetcd")
            .mayOnlyBeAccessedByLayers("benchmarks")
            .whereLayer("credentials")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("testkit")
            .mayOnlyBeAccessedByLayers("benchmarks")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("examples")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("benchmarks")
            .mayNotBeAccessedByAnyLayer();

    /** The root package and its features know each other, as the facade must; internal serves them all. */
    @ArchTest
    static final ArchRule FEATURES_ARE_FREE_OF_CYCLES = slices().matching("io.gatewaystore.(*)..")
            .that(describe("are features", slice -> !slice.getNamePart(1).equals("internal")))
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    /** What is measured against jetcd has to make one. */
    @ArchTest
    static final ArchRule ONLY_ETCD_KNOWS_THE_TRANSPORT = noClasses()
            .that()
            .resideOutsideOfPackages(ETCD, JETCD, SCRIPTED_SERVER, BENCHMARKS)
            .should()
            .dependOnClassesThat(ExposedTypes.TRANSPORT);

    @ArchTest
    static final ArchRule SIGNATURES_KEEP_THE_TRANSPORT_OUT = classes()
            .that()
            .resideOutsideOfPackages("io.gatewaystore..internal..", JETCD, SCRIPTED_SERVER)
            .should(ExposedTypes.notExpose(ExposedTypes.TRANSPORT));

    @ArchTest
    static final ArchRule SIGNATURES_KEEP_INTERNALS_OUT = classes()
            .that()
            .resideOutsideOfPackage("io.gatewaystore..internal..")
            .should(ExposedTypes.notExpose(resideInAnyPackage("io.gatewaystore..internal..")));

    /** The testkit finds the etcd binary by its own variables. */
    @ArchTest
    static final ArchRule ONLY_CONFIGURATION_READS_THE_ENVIRONMENT = noClasses()
            .that()
            .resideOutsideOfPackages("io.gatewaystore.config..", TESTKIT)
            .should()
            .callMethodWhere(callTo(System.class, "getenv"));

    /** The testkit dates certificates that are thrown away with the test. */
    @ArchTest
    static final ArchRule ELAPSED_TIME_IS_MONOTONIC_AND_WALL_CLOCKS_ARE_INJECTED = noClasses()
            .that()
            .resideOutsideOfPackage("io.gatewaystore.testkit.tls..")
            .should()
            .callMethodWhere(callTo(System.class, "currentTimeMillis"))
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callConstructor(Date.class);

    /** The testkit shows etcd's log where test runners show it beside the failure; a logger may have no binding there. */
    @ArchTest
    static final ArchRule ONLY_PROGRAMS_USE_STANDARD_STREAMS = noClasses()
            .that()
            .resideOutsideOfPackages(BENCHMARKS, CLI, EXAMPLES, "io.gatewaystore.testkit.etcd..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule THROWABLES_ARE_NAMED_EXCEPTION = classes()
            .that()
            .areAssignableTo(Throwable.class)
            .and()
            .areNotAnonymousClasses()
            .should()
            .haveSimpleNameEndingWith("Exception")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule INTERNALS_ARE_NOT_EXTENDED = classes()
            .that()
            .resideInAPackage("io.gatewaystore..internal..")
            .and()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .allowEmptyShould(true);

    /** NullAway looks at nothing else. */
    @ArchTest
    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .that()
            .doNotHaveSimpleName("module-info")
            .should()
            .resideInAPackage("io.gatewaystore..")
            .andShould(ExposedTypes.beInAPackageAnnotatedWith(NullMarked.class));

    static DescribedPredicate<JavaMethodCall> callTo(Class<?> owner, String name) {
        return describe(
                owner.getSimpleName() + "." + name,
                call -> call.getTargetOwner().isEquivalentTo(owner)
                        && call.getTarget().getName().equals(name));
    }
}
