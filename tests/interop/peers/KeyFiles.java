import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;

/**
 * Java's side of the interop tests: which private key it gets out of a file.
 *
 * <pre>
 *     pkcs12 TAB path TAB password      pkcs8 TAB path TAB algorithm
 *     key TAB its alias TAB length of its certificate chain TAB PKCS#8 in base64      refused TAB why
 * </pre>
 */
class KeyFiles {
    public static void main(String[] arguments) throws Exception {
        var asked = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        var answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        for (String line; (line = asked.readLine()) != null;) answers.println(answer(line.split("\t")));
    }

    private static String answer(String[] asked) {
        try {
            var octets = Files.newInputStream(Path.of(asked[1]));
            try (octets) {
                return asked[0].equals("pkcs12")
                    ? ofStore(octets, asked[2].toCharArray())
                    : ofPkcs8(octets.readAllBytes(), asked[2]);
            }
        } catch (Exception refusal) {
            return "refused\t" + refusal + "; " + refusal.getCause();
        }
    }

    private static String ofStore(java.io.InputStream octets, char[] password) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(octets, password);
        if (store.size() != 1) throw new IllegalStateException(store.size() + " entries");
        var alias = Collections.list(store.aliases()).get(0);
        var chain = store.getCertificateChain(alias);
        return found(alias, chain == null ? 0 : chain.length, store.getKey(alias, password));
    }

    private static String ofPkcs8(byte[] octets, String algorithm) throws Exception {
        return found("", 0, KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(octets)));
    }

    private static String found(String alias, int chain, Key key) {
        return "key\t" + alias + "\t" + chain + "\t" + Base64.getEncoder().encodeToString(key.getEncoded());
    }
}
