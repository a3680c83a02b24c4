package org.wholetale.recordedrun.archive;

import static org.wholetale.recordedrun.archive.ArchiveException.Kind.ACCESS_DENIED;
import static org.wholetale.recordedrun.archive.ArchiveException.Kind.CORRUPTED;
import static org.wholetale.recordedrun.archive.ArchiveException.Kind.NO_SUCH_BUCKET;
import static org.wholetale.recordedrun.archive.ArchiveException.Kind.REFUSED;
import static org.wholetale.recordedrun.archive.ArchiveException.Kind.UNAVAILABLE;
import static org.wholetale.recordedrun.archive.ArchiveException.Kind.UNREACHABLE;

import java.io.IOException;
import java.io.InterruptedIOException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Puts the SDK's exceptions into words for the person who has to do something.
 *
 * @param bucket of the location
 * @param endpoint where the server should be, for messages
 */
record S3Failures(String bucket, String endpoint) {

  IOException explain(Attempt attempt, SdkException e) {
    return switch (e) {
      case AbortedException aborted -> interrupted(attempt, aborted);
      case S3Exception answered -> answered(attempt, answered);
      default -> unanswered(attempt, e);
    };
  }

  private ArchiveException answered(Attempt attempt, S3Exception e) {
    return switch (codeOf(e)) {
      case "NoSuchBucket" ->
          attempt.failed(
              NO_SUCH_BUCKET,
              "there is no bucket '%s' at %s".formatted(bucket, endpoint),
              "create the bucket or correct the archive's location",
              e);
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" ->
          attempt.failed(
              ACCESS_DENIED,
              "%s does not accept the credentials (%s)".formatted(endpoint, said(e)),
              "correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
              e);
      case "RequestTimeTooSkewed" ->
          attempt.failed(
              ACCESS_DENIED,
              "%s has another time than this machine".formatted(endpoint),
              "set the clock",
              e);
      case "BadDigest",
          "InvalidDigest",
          "XAmzContentSHA256Mismatch",
          "XAmzContentChecksumMismatch" ->
          attempt.failed(
              CORRUPTED,
              "what arrived is not what was hashed (%s)".formatted(said(e)),
              "the file changed or the way to the store is broken: hash and store it again",
              e);
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          attempt.failed(
              REFUSED,
              "the bucket '%s' lies in another region (%s)".formatted(bucket, said(e)),
              "set AWS_REGION to the bucket's region",
              e);
      default -> answeredByStatus(attempt, e);
    };
  }

  private ArchiveException answeredByStatus(Attempt attempt, S3Exception e) {
    return switch (e.statusCode()) {
      case 401, 403 ->
          attempt.failed(
              ACCESS_DENIED,
              "%s does not permit it (%s)".formatted(endpoint, said(e)),
              "allow these credentials s3:GetObject, s3:PutObject, s3:AbortMultipartUpload and"
                  + " s3:ListBucket on the bucket '"
                  + bucket
                  + "'",
              e);
      case 501 ->
          attempt.failed(
              REFUSED,
              "%s does not know how (%s)".formatted(endpoint, said(e)),
              "use a server with conditional writes (If-None-Match)",
              e);
      case 408, 409, 429, 500, 502, 503, 504 ->
          attempt.failed(
              UNAVAILABLE,
              "%s cannot just now (%s)".formatted(endpoint, said(e)),
              "try again later; if it stays so, look at the server's log",
              e);
      default ->
          attempt.failed(
              REFUSED,
              "%s refuses it (%s)".formatted(endpoint, said(e)),
              "look up that answer in the server's documentation",
              e);
    };
  }

  private ArchiveException unanswered(Attempt attempt, SdkException e) {
    if (String.valueOf(e.getMessage()).contains("Unable to load credentials")) {
      return attempt.failed(
          ACCESS_DENIED,
          "no credentials were found for " + endpoint,
          "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
          e);
    }
    return attempt.failed(
        UNREACHABLE,
        "%s gives no answer (%s)".formatted(endpoint, rootOf(e)),
        "look whether the server is up and whether AWS_ENDPOINT_URL_S3 is right",
        e);
  }

  private static InterruptedIOException interrupted(Attempt attempt, AbortedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException interrupted =
        new InterruptedIOException(
            "cannot %s %s: the thread was interrupted".formatted(attempt.verb(), attempt.target()));
    interrupted.initCause(e);
    return interrupted;
  }

  private static String codeOf(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private static String said(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String message = details == null ? "" : String.valueOf(details.errorMessage());
    return "%d %s %s".formatted(e.statusCode(), codeOf(e), message).strip();
  }

  private static String rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
