package org.wholetale.recordedrun;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QuerySolution;
import org.apache.jena.query.ResultSet;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.RDFDataMgr;
import org.wholetale.recordedrun.format.Format;

/** What CPR's queries say of a run's triples. */
public record CprReport(Model triples) {

  /** Reads a file of triples. */
  public static CprReport of(Path file) {
    return new CprReport(RDFDataMgr.loadModel(file.toUri().toString()));
  }

  /**
   * The rows of one of the queries that are shipped, a line each, the columns apart by bars.
   *
   * @param name without its ending
   */
  public List<String> shipped(String name) throws IOException {
    try (InputStream query = Format.class.getResourceAsStream("cpr/" + name + ".rq")) {
      return rows(
          new String(Objects.requireNonNull(query, name).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** The rows of a query. */
  public List<String> rows(String query) {
    try (QueryExecution execution = QueryExecution.create(QueryFactory.create(query), triples)) {
      ResultSet results = execution.execSelect();
      List<String> rows = new ArrayList<>();
      while (results.hasNext()) {
        QuerySolution row = results.next();
        rows.add(
            results.getResultVars().stream()
                .map(column -> row.contains(column) ? text(row, column) : "")
                .collect(Collectors.joining(" | ")));
      }
      return rows;
    }
  }

  private static String text(QuerySolution row, String column) {
    return row.get(column).isLiteral()
        ? row.getLiteral(column).getLexicalForm()
        : row.get(column).toString();
  }
}
