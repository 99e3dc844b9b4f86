package dev.drago.index;

import java.util.Collection;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;

/** A condition on items, made by {@link ItemIndex#filter}, or of other conditions. */
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

  /** What meets every one of the conditions; everything, when there are none. */
  public static Filter all(Collection<Filter> conditions) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    conditions.forEach(condition -> builder.add(condition.query, Occur.FILTER));
    return conditions.isEmpty() ? EVERYTHING : new Filter(builder.build());
  }

  /** What meets at least one of the conditions; nothing, when there are none. */
  public static Filter any(Collection<Filter> conditions) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    conditions.forEach(condition -> builder.add(condition.query, Occur.SHOULD));
    return new Filter(conditions.isEmpty() ? MatchNoDocsQuery.INSTANCE : builder.build());
  }

  /** What does not meet this condition. */
  public Filter negated() {
    return new Filter(
        new BooleanQuery.Builder()
            .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
            .add(query, Occur.MUST_NOT)
            .build());
  }

  Query query() {
    return query;
  }
}
