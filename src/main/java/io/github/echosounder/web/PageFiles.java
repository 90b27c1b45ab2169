package io.github.echosounder.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The page's files from the class path, read once; in dev mode each time, so that edits show. The
 * index names the others below a folder that is named after their content, so that a browser may
 * keep them for good and never mixes the files of two releases.
 */
@ApplicationScoped
class PageFiles {

  static final String INDEX = "index.html";

  /** How a file of the page is named by another. */
  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.(?:js|css|svg)");

  /** Not needed to begin with. */
  private static final Pattern PRELOADED =
      Pattern.compile("(?!app\\.|socket-worker\\.|echoes\\.).*\\.js");

  /** What only helps who reads the source: comments, empty lines and indentation. */
  private static final Pattern SUPERFLUOUS =
      Pattern.compile("(?m)^ *(?:/\\*(?s:.*?)\\*/|//.*)?\\n|^ +");

  private volatile @Nullable Release release;

  /**
   * One file.
   *
   * @param gzip the content, compressed
   * @param tag changes whenever the content does
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; a copy per request would be waste.
  record PageFile(byte[] content, byte[] gzip, String mediaType, EntityTag tag) {

    /** RFC 9110, 8.8.3.3: another coding is another representation. */
    EntityTag gzipTag() {
      return new EntityTag(tag.getValue() + "-gzip");
    }
  }

  /** All of them. */
  private record Release(String version, Map<String, PageFile> files) {}

  Optional<PageFile> find(String name) {
    return Optional.ofNullable(release().files().get(name));
  }

  /** The folder's name. */
  String version() {
    return release().version();
  }

  private Release release() {
    Release known = release;
    if (known == null || LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      known = load();
      release = known;
    }
    return known;
  }

  /** The index, and whatever it names, and whatever that names. */
  private static Release load() {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    var named = new ArrayDeque<String>();
    named.add(INDEX);
    while (!named.isEmpty()) {
      String name = named.remove();
      byte[] content = contents.containsKey(name) ? null : read(name);
      if (content != null) {
        contents.put(name, content);
        NAME.matcher(new String(content, UTF_8))
            .results()
            .forEach(found -> named.add(found.group()));
      }
    }
    var all = new ByteArrayOutputStream();
    contents.values().forEach(all::writeBytes);
    String version = hash(all.toByteArray());
    String preloads =
        contents.keySet().stream()
            .filter(PRELOADED.asMatchPredicate())
            .map(name -> "<link rel=modulepreload href=\"page/" + name + "\">\n")
            .collect(Collectors.joining());
    contents.computeIfPresent(
        INDEX,
        (name, content) ->
            new String(content, UTF_8)
                .replace("</head>", preloads + "</head>")
                .replace("\"page/", "\"page/" + version + "/")
                .getBytes(UTF_8));
    Map<String, PageFile> files = new LinkedHashMap<>();
    contents.forEach((name, content) ->
        files.put(
            name,
            new PageFile(
                content, compressed(content), mediaType(name), new EntityTag(hash(content)))));
    return new Release(version, files);
  }

  private static byte @Nullable [] read(String name) {
    var loader = Thread.currentThread().getContextClassLoader();
    try (var stream = loader.getResourceAsStream("page/" + name)) {
      return stream == null ? null : shortened(name, stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] shortened(String name, byte[] content) {
    if (name.endsWith(".svg")) {
      return content;
    }
    return SUPERFLUOUS.matcher(new String(content, UTF_8)).replaceAll("").getBytes(UTF_8);
  }

  private static byte[] compressed(byte[] content) {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static String mediaType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html;charset=UTF-8";
      case "js" -> "text/javascript;charset=UTF-8";
      case "css" -> "text/css;charset=UTF-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String hash(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
