package io.github.echosounder.web;

import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The page's files from the class path, read once; in dev mode each time, so that edits show. */
@ApplicationScoped
class PageFiles {

  private final Map<String, PageFile> read = new ConcurrentHashMap<>();

  /** One file; the tag changes whenever the content does. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; a copy per request would be waste.
  record PageFile(byte[] content, String mediaType, EntityTag tag) {}

  Optional<PageFile> find(String name) {
    return Optional.ofNullable(
        LaunchMode.current() == LaunchMode.DEVELOPMENT
            ? load(name)
            : read.computeIfAbsent(name, PageFiles::load));
  }

  private static @Nullable PageFile load(String name) {
    var loader = Thread.currentThread().getContextClassLoader();
    try (var stream = loader.getResourceAsStream("page/" + name)) {
      if (stream == null) {
        return null;
      }
      var content = stream.readAllBytes();
      return new PageFile(content, mediaType(name), tag(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static EntityTag tag(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new EntityTag(HexFormat.of().formatHex(digest, 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
