package org.wholetale.recordedrun.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * All of the page but its data, as {@code make web} bundles it.
 *
 * @param beforeData up to where the data stand
 * @param afterData from there on
 */
record ReportTemplate(String beforeData, String afterData) {

  private static final String RESOURCE = "/org/wholetale/recordedrun/web/report.html";
  private static final String MARK = "@@DATA@@";

  static ReportTemplate read() throws IOException {
    try (InputStream in = ReportTemplate.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE + " is not in this build: make it with make web");
      }
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int at = page.indexOf(MARK);
      return new ReportTemplate(page.substring(0, at), page.substring(at + MARK.length()));
    }
  }
}
