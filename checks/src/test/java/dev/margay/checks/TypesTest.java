package dev.margay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Kinds of types, and how many a package holds.
final class TypesTest {

    /// Classes that may be extended, each with its reason in a comment at its head.
    private static final Set<String> OPEN = Set.of("dev.margay.sql.SqlException");

    @Test
    void classesAreRecordsInterfacesEnumsOrFinal() {
        var open = Production.SHIPPED.stream()
                .filter(type -> !type.isInterface() && !type.isRecord() && !type.isEnum() && !type.isAnonymousClass())
                .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getSuperclass()
                        .map(parent -> parent.toErasure().isEnum())
                        .orElse(false))
                .map(JavaClass::getName)
                .filter(name -> !OPEN.contains(name));

        assertThat(open)
                .as("classes that can be extended: behaviour is shared by composition, so make them final, or list them"
                        + " in OPEN of TypesTest")
                .isEmpty();
    }

    @Test
    void aPackageHoldsOneIdea() {
        var crowded = Production.SHIPPED.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().size() > 25 || publicOnes(entry.getValue()) > 15)
                .map(entry -> "%s: %d types, %d of them public"
                        .formatted(entry.getKey(), entry.getValue().size(), publicOnes(entry.getValue())));

        assertThat(crowded)
                .as("packages with more than 25 types or more than 15 public ones: two ideas, or too much shown")
                .isEmpty();
    }

    private static long publicOnes(List<JavaClass> types) {
        return types.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();
    }
}
