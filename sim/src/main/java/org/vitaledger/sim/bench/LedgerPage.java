package org.vitaledger.sim.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The results of {@code bench ledger} as a page with charts that needs nothing else. */
final class LedgerPage {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;
    private static final int MARGIN = 56;
    private static final List<String> COLOURS = List.of("#0b6e99", "#b3541e", "#5b3c88", "#2f7d32");

    private final StringBuilder page = new StringBuilder();

    private record Point(double x, double y) {}

    private LedgerPage() {}

    /** The page. */
    static String of(int entryBytes, List<Map<String, Object>> rows, List<Map<String, Object>> kills) {
        return new LedgerPage().write(entryBytes, rows, kills);
    }

    private String write(int entryBytes, List<Map<String, Object>> rows, List<Map<String, Object>> kills) {
        page.append(
                        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>VitaLedger bench ledger</title>")
                .append("<style>body{font:15px system-ui;max-width:70em;margin:2em auto;padding:0 1em}")
                .append(
                        "table{border-collapse:collapse}td,th{padding:.2em .7em;text-align:right;border-bottom:1px solid #ccc}")
                .append("figure{margin:2em 0}svg text{font:12px system-ui}</style></head><body>")
                .append("<h1>bench ledger</h1><p>Commands whose entries have ")
                .append(entryBytes)
                .append(" bytes; all members and their load on one machine.</p>");
        table(rows);
        chart("Committed per second, by offered per second", rows, "committedPerSecond");
        chart("Median from due to receipt, ms, by offered per second", rows, "p50Millis");
        chart("99th percentile from due to receipt, ms, by offered per second", rows, "p99Millis");
        chart("CPU milliseconds per command and member, by offered per second", rows, "cpuMillisPerCommandAndMember");
        chart("Bytes sent per command and member, by offered per second", rows, "bytesSentPerCommandAndMember");
        for (Map<String, Object> kill : kills) {
            timeline(kill);
        }
        return page.append("</body></html>\n").toString();
    }

    private void table(List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        page.append("<table><tr>");
        rows.getFirst()
                .keySet()
                .forEach(name -> page.append("<th>").append(name).append("</th>"));
        page.append("</tr>");
        for (Map<String, Object> row : rows) {
            page.append("<tr>");
            row.values().forEach(value -> page.append("<td>").append(value).append("</td>"));
            page.append("</tr>");
        }
        page.append("</table>");
    }

    private void chart(String title, List<Map<String, Object>> rows, String name) {
        ToDoubleFunction<Map<String, Object>> value = row -> LedgerBench.number(row, name);
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            lines.computeIfAbsent(row.get("members") + " members", any -> new ArrayList<>())
                    .add(new Point(LedgerBench.number(row, "offeredPerSecond"), value.applyAsDouble(row)));
        }
        figure(title, lines);
    }

    private void timeline(Map<String, Object> kill) {
        if (!(kill.get(LedgerBench.SLOTS) instanceof long[] slots)) {
            return;
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < slots.length; i++) {
            points.add(new Point(i * LedgerLoad.SLOT.toMillis() / 1000.0, slots[i]));
        }
        String title =
                "Committed in 100 ms, by seconds; one of " + kill.get("members") + " members killed at half time";
        figure(title, Map.of("the others", points));
    }

    private void figure(String title, Map<String, List<Point>> lines) {
        double maxX = max(lines, Point::x);
        double maxY = max(lines, Point::y);
        page.append("<figure><figcaption>")
                .append(title)
                .append("</figcaption><svg role=\"img\" aria-label=\"")
                .append(title)
                .append(String.format(Locale.ROOT, "\" viewBox=\"0 0 %d %d\" width=\"%d\">", WIDTH, HEIGHT, WIDTH));
        page.append(String.format(
                Locale.ROOT,
                "<path d=\"M%1$d 10V%2$dH%3$d\" fill=\"none\" stroke=\"#888\"/><text x=\"4\" y=\"20\">%4$s</text>"
                        + "<text x=\"%5$d\" y=\"%6$d\">%7$s</text><text x=\"%1$d\" y=\"%6$d\">0</text>",
                MARGIN,
                HEIGHT - MARGIN / 2,
                WIDTH - 10,
                label(maxY),
                WIDTH - MARGIN,
                HEIGHT - 8,
                label(maxX)));
        int colour = 0;
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            line(line.getKey(), line.getValue(), colour++, maxX, maxY);
        }
        page.append("</svg></figure>");
    }

    private void line(String name, List<Point> points, int index, double maxX, double maxY) {
        String colour = COLOURS.get(index % COLOURS.size());
        page.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (Point point : points) {
            double x = MARGIN + point.x() / maxX * (WIDTH - MARGIN - 20);
            double y = HEIGHT - MARGIN / 2.0 - point.y() / maxY * (HEIGHT - MARGIN / 2.0 - 20);
            page.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        page.append(String.format(
                Locale.ROOT,
                "\"/><text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
                MARGIN + 12,
                24 + 16 * index,
                colour,
                name));
    }

    private static double max(Map<String, List<Point>> lines, ToDoubleFunction<Point> of) {
        return Math.max(
                lines.values().stream()
                        .flatMap(List::stream)
                        .mapToDouble(of)
                        .max()
                        .orElse(1),
                1e-9);
    }

    private static String label(double number) {
        return number >= 100 ? String.format(Locale.ROOT, "%,.0f", number) : String.format(Locale.ROOT, "%.2f", number);
    }
}
