package io.gatewaystore.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A test that is skipped, or that waits for time to pass, proves nothing. */
@AnalyzeClasses(locations = CompiledClasses.MainAndTest.class, importOptions = CompiledClasses.Written.class)
class TestDisciplineTest {

    /** But for the suites by which it is proved that a skip is noticed. */
    @ArchTest
    static final ArchRule NOTHING_IS_SKIPPED = noClasses()
            .that()
            .haveNameNotMatching(".*\\.SkippedTestsTest(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.junit\\.jupiter\\.api\\.(Disabled|Assumptions|condition\\.(Disabled|Enabled).*)")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("org\\.opentest4j\\.(TestAborted|TestSkipped)Exception|org\\.assertj\\..*\\.Assumptions");

    @ArchTest
    static final ArchRule NOTHING_SLEEPS =
            noClasses().should().callMethodWhere(ArchitectureTest.callTo(Thread.class, "sleep"));
}
