package org.wholetale.recordedrun.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.trace.ArbitraryEvents;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** Whatever a tale does and whatever names it chooses, what is written can be read. */
class FormatPropertiesTest {

  private static final String OS = "http://cirss.illinois.edu/ns/cpr/os#";

  @Property(tries = 300)
  void everyPathComesBackFromTriples(@ForAll("runs") List<Event> events) throws IOException {
    RunRecord run = RunRecords.of(events);

    Model triples = ModelFactory.createDefaultModel();
    RDFDataMgr.read(
        triples, new ByteArrayInputStream(FormatTest.bytes(Format.CPR, run)), Lang.NTRIPLES);

    for (FileHistory file : run.graph().files()) {
      Resource resource =
          triples.getResource(Names.run(run.description()) + "#" + Names.file(file));
      assertThat(path(resource)).isEqualTo(file.path());
    }
  }

  @Property(tries = 300)
  void whatProvRefersToIsThere(@ForAll("runs") List<Event> events) throws IOException {
    JsonNode graph =
        new ObjectMapper()
            .readTree(FormatTest.bytes(Format.PROV, RunRecords.of(events)))
            .path("@graph");

    Set<String> declared = new HashSet<>();
    graph.forEach(statement -> {
      if (statement.has("@id")) {
        assertThat(declared.add(statement.path("@id").asText())).isTrue();
      }
    });
    assertThat(StreamSupport.stream(graph.spliterator(), false).map(FormatPropertiesTest::links))
        .allSatisfy(links -> assertThat(declared).containsAll(links));
  }

  @Property(tries = 100)
  void aPictureCanBeDrawn(@ForAll("runs") List<Event> events) throws IOException {
    String dot = FormatTest.written(Format.DOT, RunRecords.of(events));

    // A statement a line: nothing in a name has ended one.
    assertThat(dot.lines().skip(1)).allMatch(line -> line.equals("}") || line.matches("  .*;"));
  }

  @Provide
  Arbitrary<List<Event>> runs() {
    return ArbitraryEvents.events().list().ofMaxSize(40);
  }

  private static ByteString path(Resource file) {
    var exactly =
        file.getProperty(ResourceFactory.createProperty(Names.TERMS + "absolutePathBase64"));
    return exactly == null
        ? ByteString.of(
            file.getProperty(ResourceFactory.createProperty(OS + "absolutePath")).getString())
        : ByteString.copyOf(Base64.getDecoder().decode(exactly.getLiteral().getLexicalForm()));
  }

  private static Collection<String> links(JsonNode statement) {
    Set<String> links = new HashSet<>();
    for (String attribute :
        List.of(
            "activity",
            "entity",
            "agent",
            "plan",
            "informed",
            "informant",
            "starter",
            "specificEntity",
            "generalEntity")) {
      if (statement.has(attribute)) {
        links.add(statement.path(attribute).asText());
      }
    }
    return links;
  }
}
