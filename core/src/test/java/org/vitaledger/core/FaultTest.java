package org.vitaledger.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.fault.Fault;

class FaultTest {
    private enum Sample implements Fault.Code {
        ONE;

        @Override
        public String id() {
            return "VL-TEST-001";
        }

        @Override
        public String text() {
            return "The disk is full.";
        }

        @Override
        public String remedy() {
            return "Free some space.";
        }
    }

    private static final class SampleFault extends Fault {
        private static final long serialVersionUID = 1L;

        SampleFault() {
            super(Sample.ONE, Map.of("file", "a"), null);
        }
    }

    @Test
    void tellsCodeTextAndContext() {
        assertThat(new SampleFault()).hasMessage("VL-TEST-001 The disk is full. {file=a}");
    }
}
