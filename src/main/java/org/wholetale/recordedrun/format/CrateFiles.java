package org.wholetale.recordedrun.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.FileContents.Content;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.FileRole;
import org.wholetale.recordedrun.provenance.FileVersion;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * The files of a crate: those of the archive, and each version of a file of the tale's workspace
 * and data. A version that the archive holds is that file; any other has an absolute URI, of its
 * content where that is known.
 */
final class CrateFiles {

  private static final String OUTPUTS = "outputs/";

  /**
   * What is told of a file.
   *
   * @param archived null where the archive does not hold it
   * @param version null where it is no file of the tale's own
   */
  private record Entity(@Nullable ArchivedFile archived, @Nullable FileVersion version) {}

  private final RunRecord run;
  private final Map<String, Entity> entities = new LinkedHashMap<>();
  private final Map<FileVersion, String> ids = new HashMap<>();
  private final Map<String, ArchivedFile> archive = new HashMap<>();

  CrateFiles(RunRecord run, List<ArchivedFile> archived) {
    this.run = run;
    for (ArchivedFile file : archived) {
      archive.put(file.path(), file);
      entities.put(id(file), new Entity(file, null));
    }
    run.graph().files().stream().filter(this::isOwn).forEach(this::add);
  }

  /** The ids of all, each once, those of the archive first. */
  Collection<String> all() {
    return entities.keySet();
  }

  /** The id of a version; empty where the file is none of the tale's own. */
  Optional<String> id(FileVersion version) {
    return Optional.ofNullable(ids.get(version));
  }

  /** The id of a file of the archive; empty where it has none of that path. */
  Optional<String> id(String path) {
    return Optional.ofNullable(archive.get(path)).map(CrateFiles::id);
  }

  /** The ids of what the run found and read. */
  List<String> inputs() {
    return entities.entrySet().stream()
        .filter(entity -> isInput(entity.getValue().version()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The ids of what the run wrote and left. */
  List<String> outputs() {
    return entities.entrySet().stream()
        .filter(entity -> isOutput(entity.getValue().version()))
        .map(Map.Entry::getKey)
        .toList();
  }

  void write(CrateJson json) throws IOException {
    for (Map.Entry<String, Entity> entity : entities.entrySet()) {
      write(json, entity.getKey(), entity.getValue());
    }
  }

  private boolean isOwn(FileHistory file) {
    FileRole role = run.roleOf(file);
    return file.kind() == FileKind.FILE && (role == FileRole.WORKSPACE || role == FileRole.DATA);
  }

  private static boolean isInput(@Nullable FileVersion version) {
    return version != null && version.isFound() && !version.readers().isEmpty();
  }

  private static boolean isOutput(@Nullable FileVersion version) {
    return version != null
        && !version.isFound()
        && version == version.file().last()
        && !version.file().isRemoved();
  }

  private void add(FileHistory file) {
    for (FileVersion version : file.versions()) {
      Optional<ArchivedFile> held = heldIn(version);
      String id = held.map(CrateFiles::id).orElseGet(() -> uri(version));
      ids.put(version, id);
      entities.put(id, new Entity(held.orElse(null), version));
    }
  }

  /** The archive's copy of what a version held. */
  private Optional<ArchivedFile> heldIn(FileVersion version) {
    FileHistory file = version.file();
    if (version != file.last() || file.isRemoved()) {
      return Optional.empty();
    }
    Content content = run.contents().of(version).orElse(null);
    return inWorkspace(file.path())
        .map(path -> archive.get(OUTPUTS + path))
        .filter(copy ->
            content == null || content.sha256() == null || content.sha256().equals(copy.sha256()))
        .filter(copy -> Optional.ofNullable(entities.get(id(copy))).map(Entity::version).isEmpty());
  }

  private Optional<String> inWorkspace(ByteString path) {
    RunFolders folders = run.description().folders();
    String below = folders.workspace() + "/";
    return path.utf8()
        .filter(text -> text.startsWith(below))
        .map(text -> text.substring(below.length()));
  }

  private static String id(ArchivedFile file) {
    return Iris.encoded(ByteString.of(file.path()));
  }

  /** RFC 6920's name of its content, or a name that says nothing where that is not known. */
  private String uri(FileVersion version) {
    String path = Iris.encoded(version.file().path());
    String sha256 = run.contents().of(version).map(Content::sha256).orElse(null);
    if (sha256 != null) {
      String hash =
          Base64.getUrlEncoder().withoutPadding().encodeToString(HexFormat.of().parseHex(sha256));
      String name = "ni:///sha-256;%s?path=%s".formatted(hash, path);
      if (!entities.containsKey(name)) {
        return name;
      }
    }
    // A number that no other has, so that files of one name after each other have a name each.
    String unique = "%s %s %d".formatted(run.description().uid(), path, entities.size());
    return "urn:uuid:" + UUID.nameUUIDFromBytes(unique.getBytes(UTF_8));
  }

  private void write(CrateJson json, String id, Entity entity) throws IOException {
    json.begin(id, "File");
    ArchivedFile archived = entity.archived();
    FileVersion version = entity.version();
    if (version == null) {
      json.text("name", Objects.requireNonNull(archived).path());
    } else {
      ByteString path = version.file().path();
      json.text("name", path.utf8().orElseGet(() -> ShellText.quote(path)));
      json.text("description", description(version));
    }
    if (archived != null) {
      json.text("contentSize", Long.toString(archived.size()));
      json.text("encodingFormat", archived.mediaType());
      json.text("sha256", archived.sha256());
    } else if (version != null) {
      Optional<Content> content = run.contents().of(version);
      json.text("contentSize", content.map(known -> Long.toString(known.size())).orElse(null));
      json.text("sha256", content.map(Content::sha256).orElse(null));
    }
    json.end();
  }

  private String description(FileVersion version) {
    FileHistory file = version.file();
    String where = run.roleOf(file) == FileRole.DATA ? "in the data" : "in the workspace";
    String what = version.isFound() ? "as the run found it" : "as the run wrote it";
    if (version != file.last()) {
      return "%s, %s, and wrote it again later".formatted(where, what);
    }
    return file.isRemoved()
        ? "%s, %s, and removed it later".formatted(where, what)
        : "%s, %s".formatted(where, what);
  }
}
