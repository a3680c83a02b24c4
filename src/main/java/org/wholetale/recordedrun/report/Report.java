package org.wholetale.recordedrun.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.wholetale.recordedrun.provenance.RunRecord;

/**
 * A run's record as one HTML file. It holds its own script, styles and data, and its policy lets it
 * load nothing: it opens from a disk, years later, as it does today.
 *
 * <p>The same content makes the same bytes.
 */
public final class Report {

  /** Where the report lies in its archive. */
  public static final String FILE_NAME = "report/index.html";

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().characterEscapes(new ScriptEscapes()).build();

  private final ReportTemplate template;
  private final ReportLimits limits;

  private Report(ReportTemplate template, ReportLimits limits) {
    this.template = template;
    this.limits = limits;
  }

  /** A report as this version of the software makes it. */
  public static Report open() throws IOException {
    return new Report(ReportTemplate.read(), ReportLimits.DEFAULT);
  }

  /** The same that shows no more than these. */
  Report within(ReportLimits other) {
    return new Report(template, other);
  }

  /**
   * Writes the report.
   *
   * @param run what it shows
   * @param beside what else there is of the run
   * @param out not closed
   */
  public void write(RunRecord run, ReportSupplement beside, OutputStream out) throws IOException {
    out.write(template.beforeData().getBytes(StandardCharsets.UTF_8));
    writeData(run, beside, out);
    out.write(template.afterData().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes what the page is made from: JSON that is safe within a script element. */
  void writeData(RunRecord run, ReportSupplement beside, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new ReportJson(json, run, limits).write(beside);
    }
  }
}
