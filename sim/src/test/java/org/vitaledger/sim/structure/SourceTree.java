package org.vitaledger.sim.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the checkout, found by the system property {@code vitaledger.root}. */
final class SourceTree {
    private static final Pattern MODULE = Pattern.compile("<module>([a-z]+)</module>");

    private SourceTree() {}

    /** One file of the checkout, its name relative to the root. */
    record Source(String name, String text) {
        List<String> lines() {
            return text.lines().toList();
        }
    }

    static Path root() {
        return Path.of(Objects.requireNonNull(System.getProperty("vitaledger.root"), "vitaledger.root"));
    }

    /** The modules that the parent pom lists. */
    static List<String> modules() {
        List<String> modules = new ArrayList<>();
        Matcher matcher = MODULE.matcher(read("pom.xml"));
        while (matcher.find()) {
            modules.add(matcher.group(1));
        }
        return modules;
    }

    /** The poms of the parent and of every module. */
    static List<String> poms() {
        List<String> poms = new ArrayList<>(List.of("pom.xml"));
        modules().forEach(module -> poms.add(module + "/pom.xml"));
        return poms;
    }

    static String packageOf(String module) {
        return "org.vitaledger." + module + "..";
    }

    static String read(String name) {
        try {
            return Files.readString(root().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean exists(String name) {
        return Files.exists(root().resolve(name));
    }

    /** The Java files of all modules' src/main/java. */
    static List<Source> product() {
        return java("src/main/java");
    }

    /** The Java files of all modules' src/test/java. */
    static List<Source> tests() {
        return java("src/test/java");
    }

    /** The Markdown files at the root and in docs. */
    static List<Source> documents() {
        List<Source> all = new ArrayList<>(sources(root(), 1, ".md"));
        all.addAll(sources(root().resolve("docs"), 8, ".md"));
        return all;
    }

    private static List<Source> java(String folder) {
        List<Source> all = new ArrayList<>();
        modules().forEach(module -> all.addAll(sources(root().resolve(module).resolve(folder), 64, ".java")));
        return all;
    }

    private static List<Source> sources(Path folder, int depth, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .map(SourceTree::source)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source source(Path file) {
        String name = root().relativize(file).toString().replace('\\', '/');
        return new Source(name, read(name));
    }
}
