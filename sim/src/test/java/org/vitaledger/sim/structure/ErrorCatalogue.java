package org.vitaledger.sim.structure;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitaledger.core.fault.Fault;

/** Everything that the product can answer or log as an error, read from its enums, as the Markdown of docs/errors.md. */
final class ErrorCatalogue {
    private static final Pattern REFUSAL = Pattern.compile(".*(Refusal|Reason)");

    private ErrorCatalogue() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Errors

                Written by `ErrorCatalogueTest` from the code; renew it with `-Dvitaledger.write=true`.

                - A *fault* is a failure of the environment. Its code never changes its meaning; what varies (a file,
                  an offset, a size) stands behind it as key and value, and never identifies a patient.
                - A *refusal* is an answer: the input or the request isn't acceptable, and nothing is broken. Refusals
                  are listed in the order in which they are looked for: the first that applies is the one told.

                ## Faults
                """);
        faultCodes().forEach(type -> faults(page, type));
        page.append("\n## Refusals\n");
        refusals().forEach(type -> refusals(page, type));
        return page.toString();
    }

    static List<Class<?>> faultCodes() {
        return enums(type -> type.isAssignableTo(Fault.Code.class));
    }

    static List<Class<?>> refusals() {
        return enums(type -> REFUSAL.matcher(type.getSimpleName()).matches() && !type.isAssignableTo(Fault.Code.class));
    }

    private static List<Class<?>> enums(java.util.function.Predicate<JavaClass> wanted) {
        List<Class<?>> found = new ArrayList<>();
        for (JavaClass type : ProductClasses.ALL) {
            if (type.isEnum() && !type.isAnonymousClass() && wanted.test(type)) {
                found.add(type.reflect());
            }
        }
        found.sort(
                Comparator.comparingInt((Class<?> type) -> SourceTree.modules().indexOf(module(type)))
                        .thenComparing(Class::getName));
        return found;
    }

    private static void faults(StringBuilder page, Class<?> type) {
        page.append("\n### %s\n\n| code | what happened | what to do |\n|---|---|---|\n".formatted(title(type)));
        for (Object constant : type.getEnumConstants()) {
            Fault.Code code = (Fault.Code) constant;
            page.append("| %s | %s | %s |\n".formatted(code.id(), cell(code.text()), cell(code.remedy())));
        }
    }

    private static void refusals(StringBuilder page, Class<?> type) {
        boolean numbered = told(type.getEnumConstants()[0], "code").isPresent();
        page.append("\n### %s\n\n".formatted(title(type)));
        boolean remedied = told(type.getEnumConstants()[0], "remedy").isPresent();
        page.append(
                "| refusal |%s meaning |%s\n".formatted(numbered ? " code |" : "", remedied ? " what to do |" : ""));
        page.append("|---|---|%s%s\n".formatted(numbered ? "---|" : "", remedied ? "---|" : ""));
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            String text = told(constant, "text").orElseGet(() -> described(type, name));
            String code = numbered ? " %s |".formatted(told(constant, "code").orElse("")) : "";
            String remedy = told(constant, "remedy").map(" %s |"::formatted).orElse("");
            page.append("| %s |%s %s |%s\n".formatted(name, code, cell(text), remedy));
        }
    }

    /** What the constant's method of that name answers, if it has one. */
    private static Optional<String> told(Object constant, String method) {
        try {
            var accessor = ((Enum<?>) constant).getDeclaringClass().getMethod(method);
            accessor.setAccessible(true);
            return Optional.of(String.valueOf(accessor.invoke(constant)));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(constant + "." + method, e);
        }
    }

    /** The comment above the constant in the source. */
    private static String described(Class<?> type, String constant) {
        String file = type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
        String source = SourceTree.read(module(type) + "/src/main/java/" + file);
        Matcher comment = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*" + constant + "\\b", Pattern.DOTALL)
                .matcher(source);
        return comment.find()
                ? comment.group(1)
                        .replaceAll("\\s*\\n\\s*\\*\\s*", " ")
                        .replaceAll("\\{@\\w+ (?:\\w+)?#?([^}]*)}", "$1")
                        .strip()
                : "";
    }

    private static String module(Class<?> type) {
        return type.getPackageName().split("\\.", -1)[2];
    }

    private static String title(Class<?> type) {
        return type.getName().substring("org.vitaledger.".length()).replace('$', '.');
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
