// @ts-check
const ids = (items) => items.map((item) => item.itemId);

/** What is known of the person, as `/v1/recommendations` and `/v1/explanations` take it. */
export function personOf(state) {
  return {
    ...(state.userId ? { userId: state.userId } : {}),
    ...(state.history.length ? { history: ids(state.history) } : {}),
    ...(state.likes.length ? { like: ids(state.likes) } : {}),
    ...(state.dislikes.length ? { dislike: ids(state.dislikes) } : {}),
    ...(state.wish.trim() ? { text: state.wish.trim() } : {}),
    language: state.language,
  };
}
