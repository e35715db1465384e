package org.vitaledger.sim.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitaledger.sim.structure.SourceTree.Source;

/** What the compiler doesn't see: marks, tags, sleeping tests, undescribed packages. */
class SourceTextTest {
    /** The formatter keeps code within 120; a comment may hang over by a word. */
    private static final int MAX_COLUMNS = 128;

    private static final int MAX_IMPORTS = 40;

    // Built from parts: this file, too, is searched.
    private static final Pattern OPEN_MARK = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern AUTHOR_TAG = Pattern.compile("\\* @(author|since|version)\\b");
    private static final Pattern SLEEP = Pattern.compile("\\bThread\\." + "sleep\\(|TimeUnit\\.[A-Z]+\\." + "sleep\\(");
    private static final Pattern OFF = Pattern.compile("@Dis" + "abled|assertTrue\\(true\\)");
    /** The files whose loop serves many and tells each of them, or closes many: one failure must not hide the others. */
    private static final Set<String> LOOPS = Set.of(
            "JournalWriter.java",
            "Drain.java",
            "AlertClock.java",
            "Health.java",
            "HealthWatch.java",
            "StateKeeper.java",
            "Publications.java",
            "Heartbeat.java",
            "Session.java",
            "Indexer.java",
            "FileVault.java",
            "RecordCheck.java",
            "GuardedServlet.java",
            "WebServer.java",
            "VitaNode.java");

    private static final Pattern CATCH_ALL =
            Pattern.compile("catch \\((final )?(Throwable|Exception|RuntimeException)\\b");

    @Test
    void nothingIsLeftOpen() {
        assertThat(lines(all(), OPEN_MARK)).isEmpty();
    }

    @Test
    void historyIsInTheVersionControlNotInTags() {
        assertThat(lines(all(), AUTHOR_TAG)).isEmpty();
    }

    @Test
    void noTestSleepsOrIsSwitchedOff() {
        assertThat(lines(SourceTree.tests(), SLEEP)).isEmpty();
        assertThat(lines(SourceTree.tests(), OFF)).isEmpty();
    }

    @Test
    void whatIsCaughtWholesaleIsThrownOnExceptInTheLoopsThatMustGoOn() {
        List<String> swallowed = new ArrayList<>();
        for (Source source : SourceTree.product()) {
            Matcher matcher = CATCH_ALL.matcher(source.text());
            while (!LOOPS.contains(source.name().replaceAll(".*/", "")) && matcher.find()) {
                if (!blockFrom(source.text(), matcher.end()).contains("throw ")) {
                    swallowed.add(source.name() + " " + matcher.group());
                }
            }
        }
        assertThat(swallowed).isEmpty();
    }

    /** What stands between the next brace and the one that closes it. */
    private static String blockFrom(String text, int position) {
        int start = text.indexOf('{', position);
        int depth = 1;
        int end = start;
        while (depth > 0) {
            end++;
            depth += text.charAt(end) == '{' ? 1 : text.charAt(end) == '}' ? -1 : 0;
        }
        return text.substring(start, end);
    }

    @Test
    void linesAndImportListsStayReadable() {
        List<String> found = new ArrayList<>();
        for (Source source : all()) {
            int number = 0;
            int imports = 0;
            for (String line : source.lines()) {
                number++;
                imports += line.startsWith("import ") ? 1 : 0;
                // The formatter leaves text blocks and long links alone; so does this.
                if (line.length() > MAX_COLUMNS && !line.contains("http") && !line.startsWith("import ")) {
                    found.add(source.name() + ":" + number + " has " + line.length() + " columns");
                }
            }
            if (imports > MAX_IMPORTS && source.name().contains("/main/")) {
                found.add(source.name() + " has " + imports + " imports");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyPackageOfTheProductIsDescribedAndNullMarked() {
        Set<String> packages = new TreeSet<>();
        Set<String> described = new TreeSet<>();
        for (Source source : SourceTree.product()) {
            String folder = source.name().substring(0, source.name().lastIndexOf('/'));
            packages.add(folder);
            if (source.name().endsWith("/package-info.java")
                    && source.text().contains("@NullMarked")
                    && source.text().contains("/**")) {
                described.add(folder);
            }
        }
        packages.removeAll(described);
        assertThat(packages)
                .as("packages without a described, @NullMarked package-info.java")
                .isEmpty();
    }

    private static List<Source> all() {
        return Stream.concat(SourceTree.product().stream(), SourceTree.tests().stream())
                .toList();
    }

    private static List<String> lines(List<Source> sources, Pattern pattern) {
        List<String> found = new ArrayList<>();
        for (Source source : sources) {
            int number = 0;
            for (String line : source.lines()) {
                number++;
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()) {
                    found.add(source.name() + ":" + number + " " + line.strip());
                }
            }
        }
        return found;
    }
}
