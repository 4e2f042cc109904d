// The rows of a paper form as one element: as three elements a row they would be half of what a review page costs.
export default {
  props: { rows: Array },
  template: `
    <div class="fields"><dl class="dl">
      <template v-for="row in rows" :key="row.label + row.value">
        <dt :class="{ first: row.wide }">{{ row.label }}</dt>
        <dd :class="{ all: row.wide }">
          <span class="num" :class="{ muted: row.empty }">{{ row.value }}</span>
          <span v-if="row.tag" class="tag" :class="row.tag.kind">{{ row.tag.text }}</span>
        </dd>
      </template>
    </dl></div>`,
};
