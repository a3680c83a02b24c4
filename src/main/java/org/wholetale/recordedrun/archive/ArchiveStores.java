package org.wholetale.recordedrun.archive;

import java.util.Map;

/** Opens the store that a location calls for. */
public final class ArchiveStores {

  private ArchiveStores() {}

  /**
   * Opens a store; nothing is asked of it yet.
   *
   * @param environment for S3: {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}, {@code
   *     AWS_REGION}, {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code
   *     AWS_SESSION_TOKEN}; without keys the SDK's default chain is asked for credentials
   * @throws IllegalArgumentException where the environment makes no sense
   */
  public static ArchiveStore open(ArchiveLocation location, Map<String, String> environment) {
    if (location.isS3()) {
      S3Settings settings = S3Settings.of(environment);
      return new S3Store(location, settings.client(), settings.endpointName());
    }
    return new FolderStore(location);
  }
}
