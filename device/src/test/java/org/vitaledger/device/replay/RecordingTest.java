package org.vitaledger.device.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.SharedData;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.device.replay.ReplayFault.Replay;

class RecordingTest {
    private final ParameterMap parameters = ParameterMap.challenge2012();

    private static Observation observation(int minutes, String code, String unit, String value) {
        return new Observation(Duration.ofMinutes(minutes), code, unit, Decimal.of(new BigDecimal(value)));
    }

    @Test
    void mapsParametersToLoincAndUcumAndCountsTheRest() throws IOException {
        Recording recording = Recording.read(new StringReader("""
                Time,Parameter,Value
                00:00,RecordID,132539
                00:00,Age,54
                00:00,Gender,0
                00:00,Height,-1
                00:00,ICUType,4
                00:00,Weight,-1
                00:07,GCS,15
                00:07,HR,73
                00:07,NISysABP,147
                00:37,FiO2,0.35
                47:59,Temp,35.60
                00:10,MechVent,1
                00:11,Unheard,1
                ten past,HR,80
                00:12,HR,1e9
                """), parameters);
        assertThat(recording.observations())
                .containsExactly(
                        observation(7, "9269-2", "{score}", "15"),
                        observation(7, "8867-4", "/min", "73"),
                        observation(7, "76534-7", "mm[Hg]", "147"),
                        observation(37, "3150-0", "%", "35"),
                        observation(47 * 60 + 59, "8310-5", "Cel", "35.60"));
        assertThat(recording.omitted()).isEqualTo(new Omitted(1, 5, 2, 2));
        assertThat(recording.omitted().total()).isEqualTo(10);
    }

    @Test
    void hasACodeWithAValidCheckDigitForEveryParameter() {
        assertThat(parameters.parameters()).hasSize(36).allSatisfy((name, parameter) -> {
            String[] parts = parameter.loinc().split("-", 2);
            assertThat(checkDigit(parts[0])).as(name).isEqualTo(Integer.parseInt(parts[1]));
            assertThat(parameter.ucum()).as(name).isNotEmpty();
        });
    }

    /** The mod 10 check digit of LOINC: every second digit from the right is doubled. */
    private static int checkDigit(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? 2 * digit : digit;
            sum += weighted / 10 + weighted % 10;
        }
        return (10 - sum % 10) % 10;
    }

    @Test
    void readsTheRecordedStays() {
        Recordings stays = Recordings.open(SharedData.path("icu2012/sample"), parameters);
        assertThat(stays.size()).isEqualTo(60);
        int sent = 0;
        Omitted omitted = Omitted.NOTHING;
        for (int i = 0; i < stays.size(); i++) {
            Recording stay = stays.read(i);
            sent += stay.observations().size();
            omitted = omitted.plus(stay.omitted());
        }
        // Counted with other tools: 60 * 5 descriptors, 621 lines of MechVent; no line lost.
        assertThat(omitted.descriptors()).isEqualTo(300);
        assertThat(omitted.unmapped()).isEqualTo(621);
        assertThat(omitted.malformed()).isZero();
        assertThat(sent + omitted.unknown()).isEqualTo(47_075 - 300 - 621);
        assertThat(stays.read(61)).isEqualTo(stays.read(1));
    }

    @Test
    void tellsThatAFolderHasNoRecordings(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "no recording\n");
        assertThatThrownBy(() -> Recordings.open(folder, parameters))
                .isInstanceOfSatisfying(
                        ReplayFault.class, e -> assertThat(e.code()).isEqualTo(Replay.NO_RECORDINGS));
        assertThatThrownBy(() -> Recordings.open(folder.resolve("absent"), parameters))
                .isInstanceOfSatisfying(
                        ReplayFault.class, e -> assertThat(e.code()).isEqualTo(Replay.UNREADABLE));
    }
}
