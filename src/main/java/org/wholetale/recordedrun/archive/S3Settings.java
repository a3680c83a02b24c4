package org.wholetale.recordedrun.archive;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * How to reach an S3 server, from the environment variables that every AWS tool knows.
 *
 * @param endpoint null for AWS itself
 */
record S3Settings(@Nullable URI endpoint, Region region, AwsCredentialsProvider credentials) {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 3;

  static S3Settings of(Map<String, String> environment) {
    return new S3Settings(endpoint(environment), region(environment), credentials(environment));
  }

  /** For messages. */
  String endpointName() {
    return endpoint == null ? "AWS in " + region : endpoint.toString();
  }

  /**
   * A client that gives up soon: who calls knows better how long it is worth waiting. The digests
   * that matter are sent by the store itself, so the SDK need not add its own, which some servers
   * do not know.
   */
  S3Client client() {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .overrideConfiguration(client ->
                client
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(ATTEMPTS)
                            .build())
                    .apiCallAttemptTimeout(TransferTime.of(0).attempt())
                    .apiCallTimeout(TransferTime.of(0).call()));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  private static @Nullable URI endpoint(Map<String, String> environment) {
    String text = environment.getOrDefault("AWS_ENDPOINT_URL_S3", "");
    if (text.isBlank()) {
      text = environment.getOrDefault("AWS_ENDPOINT_URL", "");
    }
    return text.isBlank() ? null : endpoint(text.strip());
  }

  private static URI endpoint(String text) {
    try {
      URI endpoint = URI.create(text);
      if (endpoint.getHost() != null && endpoint.getScheme().matches("https?")) {
        return endpoint;
      }
    } catch (IllegalArgumentException e) {
      throw unusable(text, e);
    }
    throw unusable(text, null);
  }

  private static IllegalArgumentException unusable(
      String text, @Nullable IllegalArgumentException e) {
    return new IllegalArgumentException(
        "the S3 endpoint '%s' is not a URL; set AWS_ENDPOINT_URL_S3 to one such as http://minio:9000"
            .formatted(text),
        e);
  }

  private static Region region(Map<String, String> environment) {
    String text = environment.getOrDefault("AWS_REGION", "");
    return text.isBlank() ? Region.US_EAST_1 : Region.of(text.strip());
  }

  private static AwsCredentialsProvider credentials(Map<String, String> environment) {
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    String token = environment.getOrDefault("AWS_SESSION_TOKEN", "");
    if (id == null && secret == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    if (id == null || secret == null || id.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException(
          "only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set; set both, or neither");
    }
    return StaticCredentialsProvider.create(
        token.isBlank()
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, token));
  }
}
