package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Uploads a large file in parts, each with its own digest: a lost connection costs a part, not the
 * file. The object appears when the last part is there, and only if the whole is what was hashed.
 *
 * @param part the size of a part; larger where a file would need more parts than S3 allows
 */
record MultipartUpload(S3Client client, String bucket, long part) {

  static final long DEFAULT_PART = 64L << 20;

  private static final int MOST_PARTS = 10_000;

  void upload(String key, SourceFile source, Sha256 expected) throws IOException {
    String id = begin(key);
    try {
      List<CompletedPart> parts = uploadParts(key, id, source, expected);
      client.completeMultipartUpload(complete ->
          complete
              .bucket(bucket)
              .key(key)
              .uploadId(id)
              .multipartUpload(upload -> upload.parts(parts)));
    } catch (IOException | RuntimeException e) {
      abort(key, id, e);
      throw e;
    }
  }

  /** Needs the permissions of an upload, and stores nothing. */
  void beginAndAbort(String key) {
    String id = begin(key);
    client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
  }

  private String begin(String key) {
    return client
        .createMultipartUpload(
            create -> create.bucket(bucket).key(key).checksumAlgorithm(ChecksumAlgorithm.SHA256))
        .uploadId();
  }

  private List<CompletedPart> uploadParts(String key, String id, SourceFile source, Sha256 expected)
      throws IOException {
    long size = source.size();
    long step = Math.max(part, Math.ceilDiv(size, MOST_PARTS));
    List<CompletedPart> parts = new ArrayList<>();
    try (HashingInputStream whole = new HashingInputStream(source.open())) {
      for (long offset = 0; offset < size; offset += step) {
        FileSlice slice = new FileSlice(source, offset, Math.min(step, size - offset));
        Sha256 digest = slice.hashFrom(whole);
        parts.add(uploadPart(key, id, parts.size() + 1, slice, digest));
      }
      source.expect(expected, whole.sha256());
    }
    return parts;
  }

  private CompletedPart uploadPart(
      String key, String id, int number, FileSlice slice, Sha256 digest) {
    String etag =
        client
            .uploadPart(
                upload ->
                    upload
                        .bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .partNumber(number)
                        .checksumSHA256(digest.base64())
                        .overrideConfiguration(TransferTime.of(slice.length())::applyTo),
                RequestBody.fromContentProvider(slice, slice.length(), "application/octet-stream"))
            .eTag();
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(etag)
        .checksumSHA256(digest.base64())
        .build();
  }

  private void abort(String key, String id, Exception reason) {
    try {
      client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
    } catch (SdkException e) {
      reason.addSuppressed(e);
    }
  }
}
