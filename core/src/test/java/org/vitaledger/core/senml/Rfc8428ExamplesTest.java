package org.vitaledger.core.senml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborWriter;

/** The examples of RFC 8428: the CBOR one as it stands, the JSON ones turned into CBOR. */
class Rfc8428ExamplesTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final Map<String, Integer> LABELS = Map.ofEntries(
            Map.entry("bver", SenmlLabel.BASE_VERSION),
            Map.entry("bn", SenmlLabel.BASE_NAME),
            Map.entry("bt", SenmlLabel.BASE_TIME),
            Map.entry("bu", SenmlLabel.BASE_UNIT),
            Map.entry("n", SenmlLabel.NAME),
            Map.entry("u", SenmlLabel.UNIT),
            Map.entry("v", SenmlLabel.VALUE),
            Map.entry("vs", SenmlLabel.STRING_VALUE),
            Map.entry("vb", SenmlLabel.BOOLEAN_VALUE),
            Map.entry("t", SenmlLabel.TIME),
            Map.entry("vd", SenmlLabel.DATA_VALUE));

    private static List<SenmlRecord> read(String json) throws IOException, SenmlRejected {
        JsonNode list = JSON.readTree(json);
        CborWriter writer = new CborWriter().writeArray(list.size());
        for (JsonNode node : list) {
            Map<Long, JsonNode> sorted = new TreeMap<>((a, b) -> Long.compare(order(a), order(b)));
            node.properties()
                    .forEach(field -> sorted.put(
                            (long) LABELS.getOrDefault(field.getKey(), Integer.MAX_VALUE), field.getValue()));
            writer.writeMap(sorted.size());
            sorted.forEach((label, value) -> write(writer.writeLong(label), label, value));
        }
        return SenmlReader.read(CborReader.deterministic(writer.toArray()), 100);
    }

    /** Deterministic CBOR puts negative keys behind the others. */
    private static long order(long label) {
        return label < 0 ? 100 - label : label;
    }

    private static void write(CborWriter writer, long label, JsonNode value) {
        if (label == SenmlLabel.DATA_VALUE) {
            writer.writeBytes(Base64.getUrlDecoder().decode(value.asText()));
        } else if (value.isTextual()) {
            writer.writeText(value.asText());
        } else if (value.isBoolean()) {
            writer.writeBoolean(value.asBoolean());
        } else {
            BigDecimal number =
                    value.decimalValue().scale() < 0 ? value.decimalValue().setScale(0) : value.decimalValue();
            SenmlNumber.write(writer, number.unscaledValue().longValueExact(), number.scale());
        }
    }

    private static String tell(SenmlRecord it) {
        String said = switch (it.value()) {
            case SenmlValue.Quantity(BigDecimal number) -> number.toPlainString();
            case SenmlValue.Text(String text) -> text;
            case SenmlValue.Flag(boolean flag) -> Boolean.toString(flag);
            case SenmlValue.Data(Bytes data) -> data.hex();
            case SenmlValue.SumOnly() -> "sum";
        };
        return it.name() + " " + it.unit().orElse("-") + " " + it.time().toPlainString() + " " + said;
    }

    @Test
    void readsTheCborExample() throws SenmlRejected {
        byte[] example = HexFormat.of().parseHex("""
                87a721781b75726e3a6465763a6f773a3130653230373361303130383030363a22fb41d303a15b001062236141
                20050067766f6c7461676501615602fb405e066666666666a3006763757272656e74062402fb3ff3333333333333
                a3006763757272656e74062302fb3ff4cccccccccccda3006763757272656e74062202fb3ff6666666666666
                a3006763757272656e74062102f93e00a3006763757272656e74062002fb3ff999999999999a
                a3006763757272656e74060002fb3ffb333333333333""".replaceAll("\\s", ""));
        assertThat(SenmlReader.read(CborReader.wellFormed(example), 7))
                .extracting(Rfc8428ExamplesTest::tell)
                .containsExactly(
                        "urn:dev:ow:10e2073a0108006:voltage V 1276020076.001 120.1",
                        "urn:dev:ow:10e2073a0108006:current A 1276020071.001 1.2",
                        "urn:dev:ow:10e2073a0108006:current A 1276020072.001 1.3",
                        "urn:dev:ow:10e2073a0108006:current A 1276020073.001 1.4",
                        "urn:dev:ow:10e2073a0108006:current A 1276020074.001 1.5",
                        "urn:dev:ow:10e2073a0108006:current A 1276020075.001 1.6",
                        "urn:dev:ow:10e2073a0108006:current A 1276020076.001 1.7");
    }

    @Test
    void readsASingleDataPoint() throws IOException, SenmlRejected {
        SenmlRecord it = read("""
                [{"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}]""").getFirst();
        assertThat(it.isAbsolute()).isFalse();
        assertThat(it.sum()).isEqualTo(Optional.empty());
        assertThat(tell(it)).isEqualTo("urn:dev:ow:10e2073a01080063 Cel 0 23.1");
    }

    @Test
    void resolvesMultipleMeasurementsAsPublished() throws IOException, SenmlRejected {
        List<SenmlRecord> records = read("""
                [
                  {"bn":"urn:dev:ow:10e2073a01080063","bt":1.320067464e+09,
                   "bu":"%RH","v":20},
                  {"u":"lon","v":24.30621},
                  {"u":"lat","v":60.07965},
                  {"t":60,"v":20.3},
                  {"u":"lon","t":60,"v":24.30622},
                  {"u":"lat","t":60,"v":60.07965},
                  {"t":120,"v":20.7},
                  {"u":"lon","t":120,"v":24.30623},
                  {"u":"lat","t":120,"v":60.07966},
                  {"u":"%EL","t":150,"v":98},
                  {"t":180,"v":21.2},
                  {"u":"lon","t":180,"v":24.30628},
                  {"u":"lat","t":180,"v":60.07967}
                ]""");
        List<SenmlRecord> resolved = read("""
                [
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067464e+09,"v":20},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067464e+09,"v":24.30621},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067464e+09,"v":60.07965},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067524e+09,"v":20.3},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067524e+09,"v":24.30622},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067524e+09,"v":60.07965},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067584e+09,"v":20.7},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067584e+09,"v":24.30623},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067584e+09,"v":60.07966},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%EL","t":1.320067614e+09,"v":98},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"%RH","t":1.320067644e+09,"v":21.2},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lon","t":1.320067644e+09,"v":24.30628},
                  {"n":"urn:dev:ow:10e2073a01080063","u":"lat","t":1.320067644e+09,"v":60.07967}
                ]""");
        assertThat(records).isEqualTo(resolved).hasSize(13).allMatch(SenmlRecord::isAbsolute);
    }

    @Test
    void readsAllDataTypes() throws IOException, SenmlRejected {
        assertThat(read("""
                [
                  {"bn":"urn:dev:ow:10e2073a01080063:","n":"temp","u":"Cel","v":23.1},
                  {"n":"label","vs":"Machine Room"},
                  {"n":"open","vb":false},
                  {"n":"nfv-reader","vd":"aGkgCg"}
                ]"""))
                .extracting(Rfc8428ExamplesTest::tell)
                .containsExactly(
                        "urn:dev:ow:10e2073a01080063:temp Cel 0 23.1",
                        "urn:dev:ow:10e2073a01080063:label - 0 Machine Room",
                        "urn:dev:ow:10e2073a01080063:open - 0 false",
                        "urn:dev:ow:10e2073a01080063:nfv-reader - 0 6869200a");
    }

    @Test
    void keepsBaseTimeWhenTheBaseNameChanges() throws IOException, SenmlRejected {
        assertThat(read("""
                [
                  {"bn":"2001:db8::2/","bt":1.320078429e+09,"n":"temperature","u":"Cel","v":25.2},
                  {"n":"humidity","u":"%RH","v":30},
                  {"bn":"2001:db8::1/","n":"temperature","u":"Cel","v":12.3},
                  {"n":"humidity","u":"%RH","v":67}
                ]"""))
                .extracting(Rfc8428ExamplesTest::tell)
                .containsExactly(
                        "2001:db8::2/temperature Cel 1320078429 25.2",
                        "2001:db8::2/humidity %RH 1320078429 30",
                        "2001:db8::1/temperature Cel 1320078429 12.3",
                        "2001:db8::1/humidity %RH 1320078429 67");
    }

    @Test
    void takesBaseFieldsThatStandAlone() throws IOException, SenmlRejected {
        assertThat(read("""
                [
                  {"bn":"urn:dev:ow:10e2073a01080063:"},
                  {"n":"temp","u":"Cel","v":23.1},
                  {"n":"heat","u":"/","v":1},
                  {"n":"fan","u":"/","v":0}
                ]"""))
                .extracting(SenmlRecord::name)
                .containsExactly(
                        "urn:dev:ow:10e2073a01080063:temp",
                        "urn:dev:ow:10e2073a01080063:heat",
                        "urn:dev:ow:10e2073a01080063:fan");
    }

    @Test
    void addsTimesBelowASecond() throws IOException, SenmlRejected {
        assertThat(read("""
                [
                  {"bt":1.320078429e+09,"bu":"/","n":"2001:db8::3","v":0.5},
                  {"n":"2001:db8::4","v":0.5},
                  {"n":"2001:db8::3","t":0.1,"v":0},
                  {"n":"2001:db8::4","t":0.1,"v":0}
                ]"""))
                .extracting(Rfc8428ExamplesTest::tell)
                .containsExactly(
                        "2001:db8::3 / 1320078429 0.5",
                        "2001:db8::4 / 1320078429 0.5",
                        "2001:db8::3 / 1320078429.1 0",
                        "2001:db8::4 / 1320078429.1 0");
    }
}
