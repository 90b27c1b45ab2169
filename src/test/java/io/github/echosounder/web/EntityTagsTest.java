package io.github.echosounder.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.ws.rs.core.EntityTag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of If-Match and If-None-Match (RFC 9110, 13.1 and 8.8.3). */
class EntityTagsTest {

  private static final EntityTag TAG = new EntityTag("tag");

  @ParameterizedTest(name = "{0}: weakly {1}, strongly {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "*                   | true  | true",
        "\"tag\"             | true  | true",
        "W/\"tag\"           | true  | false",
        "\"a\", \"tag\"      | true  | true",
        "\"a\",W/\"tag\"     | true  | false",
        "\"a\" , , \"tag\"   | true  | true",
        "\"a,b\", \"tag\"    | true  | true",
        "\"a,\"tag\"         | false | false",
        "\"tag,b\"           | false | false",
        "\"TAG\"             | false | false",
        "tag                 | false | false",
        "\"*\"               | false | false",
        "\"tag               | false | false",
        "''                  | false | false"
      })
  void aTagIsFoundAsTheFieldHasIt(String line, boolean weakly, boolean strongly) {
    EntityTags tags = new EntityTags(List.of(line));
    assertEquals(weakly, tags.hasWeakly(TAG), "weakly");
    assertEquals(strongly, tags.hasStrongly(TAG), "strongly");
  }

  @Test
  void allLinesOfTheFieldAreOneList() {
    EntityTags tags = new EntityTags(List.of("\"a\"", "W/\"b\", \"tag\""));
    assertEquals(true, tags.hasStrongly(TAG));
    assertEquals(true, tags.hasWeakly(new EntityTag("b")));
    assertEquals(false, tags.hasStrongly(new EntityTag("b")));
  }

  @Test
  void aWeakTagIsNeverStronglyTheSame() {
    EntityTags tags = new EntityTags(List.of("\"tag\""));
    assertEquals(false, tags.hasStrongly(new EntityTag("tag", true)));
    assertEquals(true, tags.hasWeakly(new EntityTag("tag", true)));
  }
}
