package org.wholetale.recordedrun.runs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The page itself, in which there is nothing about any run: everybody gets it. */
final class PageFiles {

  private static final String FOLDER = "/org/wholetale/recordedrun/web/";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** Nothing but its own script and styles runs, and it talks to nobody but this server. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src"
          + " 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors"
          + " 'none'";

  /**
   * A report is a page of its own, made by any version of the recorder, so that its script cannot
   * be known here. It is shown without an origin and without a network: it reads nothing of this
   * page, its token least of all, and sends nothing anywhere. Its own policy, by hashes, holds as
   * well.
   */
  static final String REPORT_POLICY =
      "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src"
          + " 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors"
          + " 'self'";

  /** Waits for the page to hand it the report, which only whoever shows the token can fetch. */
  private static final String FRAME =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Report</title></head><body><script>
      addEventListener('message', ({ source, data }) => {
        if (source === parent) {
          document.open();
          document.write(data);
          document.close();
        }
      }, { once: true });
      parent.postMessage('ready', '*');
      </script></body></html>
      """;

  /** One of them. */
  record PageFile(String mediaType, String policy, String content) {}

  private final Map<String, PageFile> files =
      Map.of(
          "/runs", resource("runs.html", "text/html; charset=utf-8"),
          "/runs/runs.js", resource("runs.js", "text/javascript; charset=utf-8"),
          "/runs/runs.css", resource("runs.css", "text/css; charset=utf-8"),
          "/runs/LICENSES.txt", resource("LICENSES.txt", TEXT),
          "/runs/frame", new PageFile("text/html; charset=utf-8", REPORT_POLICY, FRAME));

  /** What lies at a path; empty where nothing does. */
  Optional<PageFile> at(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private static PageFile resource(String name, String mediaType) {
    try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " was not packed: make web");
      }
      return new PageFile(mediaType, POLICY, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
