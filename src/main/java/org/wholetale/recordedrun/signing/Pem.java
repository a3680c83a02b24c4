package org.wholetale.recordedrun.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One object as RFC 7468 writes it; OpenPGP's armor looks alike and is something else.
 *
 * @param label such as {@code PRIVATE KEY}
 * @param der what it holds
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared
record Pem(String label, byte[] der) {

  private static final Pattern OBJECT =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  static boolean isPem(byte[] key) {
    String text = new String(key, ISO_8859_1);
    return text.contains("-----BEGIN ") && !text.contains("-----BEGIN PGP ");
  }

  /** The first of its objects. */
  static Pem parse(byte[] key) throws KeyException {
    Matcher object = OBJECT.matcher(new String(key, ISO_8859_1));
    try {
      if (object.find()) {
        return new Pem(object.group(1), Base64.getMimeDecoder().decode(object.group(2)));
      }
    } catch (IllegalArgumentException e) {
      throw new KeyException("what is between BEGIN and END is not Base64", e);
    }
    throw new KeyException("there is no PEM object from BEGIN to END of the same name in it");
  }

  static String text(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
  }
}
