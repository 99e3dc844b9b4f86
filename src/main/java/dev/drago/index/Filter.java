package dev.drago.index;

import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;

/** A condition on items, made by {@link ItemIndex#filter}. */
public final class Filter {

  private static final Filter EVERYTHING = new Filter(MatchAllDocsQuery.INSTANCE);

  private final Query query;

  Filter(Query query) {
    this.query = query;
  }

  /** The condition that every item meets. */
  public static Filter everything() {
    return EVERYTHING;
  }

  Query query() {
    return query;
  }
}
