package org.wholetale.recordedrun.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * Somebody who attests at what time bytes were there.
 *
 * @param address where requests of RFC 3161 are posted
 */
public record TimestampAuthority(URI address) {

  private static final int NONCE_BITS = 64;

  public TimestampAuthority {
    if (!address.toString().matches("https?://[^/?#]+.*")) {
      throw new IllegalArgumentException(
          "no timestamp authority can be at %s: give an address such as https://tsa.example.org/tsr"
              .formatted(address));
    }
  }

  /**
   * Has the time attested at which these bytes, of which it gets the SHA-512, are there.
   *
   * @param patience how long it may take to answer
   * @return its answer in DER, which holds its certificate, as {@code openssl ts -verify} reads it
   * @throws IOException where it does not answer, or refuses, or attests something else
   */
  public byte[] attest(byte[] content, Duration patience) throws IOException, InterruptedException {
    TimeStampRequest request = request(content);
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(address)
                  .timeout(patience)
                  .header("Content-Type", "application/timestamp-query")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(request.getEncoded()))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("%s answers %d".formatted(address, answer.statusCode()));
      }
      return checked(request, answer.body());
    } catch (ConnectException | HttpTimeoutException e) { // which need not say to whom
      throw new IOException("%s gives no answer: %s".formatted(address, e), e);
    }
  }

  private byte[] checked(TimeStampRequest request, byte[] answer) throws IOException {
    try {
      TimeStampResponse response = new TimeStampResponse(answer);
      response.validate(request);
      if (response.getTimeStampToken() == null) {
        throw new IOException("%s refuses: %s".formatted(address, response.getStatusString()));
      }
      return answer;
    } catch (TSPException e) {
      throw new IOException("%s gives no timestamp: %s".formatted(address, e.getMessage()), e);
    }
  }

  private static TimeStampRequest request(byte[] content) throws IOException {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    try {
      return generator.generate(
          TSPAlgorithms.SHA512,
          MessageDigest.getInstance("SHA-512").digest(content),
          new BigInteger(NONCE_BITS, new SecureRandom()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }
}
