package dev.margay.checks;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// The compiled classes of all modules, without tests and without what tools generate.
final class Production {

    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages("dev.margay", "kittens", "examples");

    /// All but benchmarks, whose peers follow their own customs, and the fakes for tests.
    static final JavaClasses SHIPPED = ALL.that(DescribedPredicate.not(
            inPackage("dev.margay.bench").or(inPackage("dev.margay.test")).or(inPackage("dev.margay.checks"))));

    private Production() {}

    static DescribedPredicate<JavaClass> inPackage(String root) {
        return DescribedPredicate.describe("in " + root, type -> isWithin(type.getPackageName(), root));
    }

    static boolean isWithin(String name, String root) {
        return name.equals(root) || name.startsWith(root + ".");
    }
}
