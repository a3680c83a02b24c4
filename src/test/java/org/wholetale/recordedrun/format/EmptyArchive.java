package org.wholetale.recordedrun.format;

import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** An archive that nothing has come into yet. */
public record EmptyArchive() implements RunArchive {

  @Override
  public List<ArchivedFile> files() {
    return List.of();
  }

  @Override
  public List<String> manifests() {
    return List.of();
  }

  @Override
  public InputStream read(String path) throws NoSuchFileException {
    throw new NoSuchFileException(path);
  }
}
