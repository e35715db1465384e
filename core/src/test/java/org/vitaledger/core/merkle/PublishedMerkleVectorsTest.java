package org.vitaledger.core.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/** The RFC 6962 / 9162 vectors of transparency-dev/merkle, good and bad, and the roots of Certificate Transparency's tree. */
class PublishedMerkleVectorsTest {
    private static final Path VECTORS =
            Path.of(System.getProperty("vitaledger.shared", "absent"), "data", "merkle", "testdata");
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void makesTheRootsOfTheCertificateTransparencyTree() {
        CompactRange range = new CompactRange();
        for (int size = 0; size <= LEAVES.size(); size++) {
            assertThat(range.root()).hasToString(ROOTS.get(size));
            if (size < LEAVES.size()) {
                range.append(TreeHash.leaf(Bytes.parseHex(LEAVES.get(size))));
            }
        }
    }

    @Test
    void answersInclusionVectorsAsPublished() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : vectors("inclusion")) {
            JsonNode vector = new ObjectMapper().readTree(file.toFile());
            boolean verified = inclusion(vector);
            if (verified == vector.get("wantErr").asBoolean()) {
                wrong.add(file.toString());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void answersConsistencyVectorsAsPublished() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : vectors("consistency")) {
            JsonNode vector = new ObjectMapper().readTree(file.toFile());
            boolean verified = consistency(vector);
            if (verified == vector.get("wantErr").asBoolean()) {
                wrong.add(file.toString());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean inclusion(JsonNode vector) {
        Optional<Hash> leaf = hash(vector.get("leafHash"));
        Optional<Hash> root = hash(vector.get("root"));
        Optional<List<Hash>> path = path(vector.get("proof"));
        return leaf.isPresent()
                && root.isPresent()
                && path.isPresent()
                && new InclusionProof(
                                vector.get("leafIdx").bigIntegerValue().longValue(),
                                vector.get("treeSize").bigIntegerValue().longValue(),
                                path.get())
                        .verify(leaf.get(), root.get());
    }

    private static boolean consistency(JsonNode vector) {
        Hash oldRoot = root(vector.get("root1"));
        Hash newRoot = root(vector.get("root2"));
        Optional<List<Hash>> path = path(vector.get("proof"));
        return path.isPresent()
                && new ConsistencyProof(
                                vector.get("size1").bigIntegerValue().longValue(),
                                vector.get("size2").bigIntegerValue().longValue(),
                                path.get())
                        .verify(oldRoot, newRoot);
    }

    /** The vectors also have things that are no hashes, which a parser refuses before a proof is made. */
    private static Optional<Hash> hash(JsonNode text) {
        byte[] content = Base64.getDecoder().decode(text.asText());
        return content.length == Hash.SIZE ? Optional.of(Hash.of(content)) : Optional.empty();
    }

    /** Where the sizes alone decide, the vectors have "dont care" as a root: it is filled up to a hash here. */
    private static Hash root(JsonNode text) {
        return Hash.of(Arrays.copyOf(Base64.getDecoder().decode(text.asText()), Hash.SIZE));
    }

    private static Optional<List<Hash>> path(JsonNode proof) {
        List<Hash> path = new ArrayList<>();
        for (JsonNode element : proof) {
            Optional<Hash> hash = hash(element);
            if (hash.isEmpty()) {
                return Optional.empty();
            }
            path.add(hash.get());
        }
        return Optional.of(path);
    }

    private static List<Path> vectors(String folder) throws IOException {
        assumeTrue(Files.isDirectory(VECTORS), "skipped: the Merkle vectors are not at hand");
        try (Stream<Path> files = Files.walk(VECTORS.resolve(folder))) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
