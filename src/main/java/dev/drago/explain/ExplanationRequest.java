package dev.drago.explain;

import dev.drago.recommend.Language;
import dev.drago.recommend.RecommendationRequest;

/**
 * Why this item, for whom?
 *
 * @param asked whose history, likes and wish count, how the item was or would be ranked, and how
 *     long there is; its count and diversity are not looked at
 * @param detail not {@link Detail#NONE}
 */
public record ExplanationRequest(
    String itemId, RecommendationRequest asked, Detail detail, Language language) {}
