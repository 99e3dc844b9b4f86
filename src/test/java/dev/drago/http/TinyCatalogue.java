package dev.drago.http;

import dev.drago.catalog.CatalogSchema;
import dev.drago.catalog.Item;
import dev.drago.catalog.ItemJson;
import java.util.List;

/** Twelve films that nobody made. */
final class TinyCatalogue {

  private static final String JSON_LINES =
      """
      {"id":"glass-harbour","title":"The Glass Harbour","text":"A lighthouse keeper finds letters from a sailor who drowned a century ago.","attributes":{"year":1994,"genres":["Drama"],"colour":true,"released":"1994-03-01"}}
      {"id":"last-orbit","title":"Last Orbit","text":"The crew of a dying space station has one capsule and too many people.","attributes":{"year":2011,"genres":["Science Fiction","Drama"],"colour":true}}
      {"id":"robot-gardener","title":"The Robot Gardener","text":"A machine built for war tends roses on an empty planet.","attributes":{"year":2003,"genres":["Science Fiction"],"colour":true}}
      {"id":"clockwork-heist","title":"The Clockwork Heist","text":"Four thieves have nine minutes to empty the vault of a bank.","attributes":{"year":1987,"genres":["Crime","Comedy"],"colour":true}}
      {"id":"midnight-trial","title":"Midnight Trial","text":"A tired lawyer defends a man everyone saw pull the trigger.","attributes":{"year":1958,"genres":["Crime","Drama"],"colour":false}}
      {"id":"winter-kitchen","title":"Winter Kitchen","text":"Two rival cooks are snowed in and must share one stove.","attributes":{"year":1999,"genres":["Comedy","Romance"],"colour":true}}
      {"id":"desert-choir","title":"Desert Choir","text":"Nuns cross the Sahara on foot, singing.","attributes":{"year":1976,"genres":["Drama"],"colour":true}}
      {"id":"paper-tigers","title":"Paper Tigers","text":"A boy folds animals that come alive at night.","attributes":{"year":2016,"genres":["Animation","Family"],"colour":true}}
      {"id":"silent-depths","title":"Silent Depths","text":"A submarine lies on the sea floor and something knocks at the hull.","attributes":{"year":1981,"genres":["Horror"],"colour":true}}
      {"id":"salt-and-thunder","title":"Salt and Thunder","text":"Pirates race a storm to an island that is on no map.","attributes":{"year":1953,"genres":["Adventure"],"colour":true}}
      {"id":"borrowed-castle","title":"The Borrowed Castle","text":"A family of swindlers rents a castle by the week and poses as nobility.","attributes":{"year":1962,"genres":["Comedy"],"colour":false}}
      {"id":"dancing-bears","title":"Dancing Bears","text":"A documentary about a ballet school in the mountains.","attributes":{"year":2008,"genres":["Documentary"],"colour":true}}
      """;

  /** Items with a token in the sequence model: all but the last two. */
  static final List<String> WITH_TOKEN = items().stream().map(Item::id).limit(10).toList();

  private TinyCatalogue() {}

  static List<Item> items() {
    return JSON_LINES.lines().map(line -> ItemJson.parse(line, CatalogSchema.empty())).toList();
  }

  static CatalogSchema schema() {
    return items().stream()
        .map(CatalogSchema::of)
        .reduce(CatalogSchema.empty(), CatalogSchema::merge);
  }
}
