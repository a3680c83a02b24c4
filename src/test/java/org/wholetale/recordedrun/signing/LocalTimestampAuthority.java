package org.wholetale.recordedrun.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wholetale.recordedrun.Validator;

/** A timestamp authority of openssl's on this machine. */
public final class LocalTimestampAuthority implements AutoCloseable {

  private static final String CONFIGURATION =
      """
      [tsa]
      default_tsa = local
      [local]
      serial = serial
      signer_cert = tsa.pem
      signer_key = tsa.key
      signer_digest = sha256
      default_policy = 1.2.3.4.1
      digests = sha256, sha512
      accuracy = secs:1
      ess_cert_id_alg = sha256
      """;

  private final Path folder;
  private final HttpServer server;

  /**
   * Makes its certificates and begins to serve.
   *
   * @param folder made where it is not there
   */
  public LocalTimestampAuthority(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    Files.writeString(folder.resolve("tsa.cnf"), CONFIGURATION);
    Files.writeString(folder.resolve("serial"), "01\n");
    Files.writeString(folder.resolve("tsa.ext"), "extendedKeyUsage = critical,timeStamping\n");
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-days",
        "2",
        "-subj",
        "/CN=CA");
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "tsa.key",
        "-out",
        "tsa.csr",
        "-subj",
        "/CN=TSA");
    openssl(
        "x509",
        "-req",
        "-in",
        "tsa.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        "tsa.ext",
        "-out",
        "tsa.pem");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/tsr", this::answer);
    server.createContext("/broken", exchange -> send(exchange, 500, new byte[0]));
    server.createContext(
        "/replay", exchange -> send(exchange, 200, Files.readAllBytes(folder.resolve("reply"))));
    server.start();
  }

  /** Where it answers: {@code tsr}; {@code broken} fails, {@code replay} gives its last answer. */
  public URI address(String path) {
    return URI.create(
        "http://%s:%d/%s"
            .formatted(
                server.getAddress().getAddress().getHostAddress(),
                server.getAddress().getPort(),
                path));
  }

  /** Whether openssl takes an answer for this authority's about the content. */
  public boolean verifies(byte[] content, byte[] answer) throws IOException, InterruptedException {
    Files.write(folder.resolve("content"), content);
    Files.write(folder.resolve("answer"), answer);
    Validator.Finding finding =
        new Validator("openssl")
            .run(folder, "ts", "-verify", "-data", "content", "-in", "answer", "-CAfile", "ca.pem");
    return finding.exit() == 0 && finding.output().contains("Verification: OK");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    Files.write(folder.resolve("query"), exchange.getRequestBody().readAllBytes());
    try {
      openssl(
          "ts",
          "-reply",
          "-config",
          "tsa.cnf",
          "-section",
          "local",
          "-queryfile",
          "query",
          "-out",
          "reply");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    send(exchange, 200, Files.readAllBytes(folder.resolve("reply")));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void openssl(String... arguments) throws IOException, InterruptedException {
    Validator.Finding finding = new Validator("openssl").run(folder, arguments);
    assertThat(finding.exit()).as(finding.output()).isZero();
  }
}
