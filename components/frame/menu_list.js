// The menu as one element: as an element per entry it would be a quarter of what an open page weighs on the server.
export default {
  props: { sections: Array, active: String, year: String },
  mounted() { this.show(); },
  watch: { active() { this.$nextTick(this.show); } },
  methods: {
    leadsTo(line) { return line.yearly && this.year ? `${line.path}?year=${this.year}` : line.path; },
    // A low screen may begin above the entry that is open.
    show() { this.$el.querySelector("a.on")?.scrollIntoView({ block: "nearest" }); },
  },
  template: `
    <nav aria-label="主菜单">
      <template v-for="section in sections" :key="section.title">
        <h4 v-if="section.title">{{ section.title }}</h4>
        <template v-for="line in section.lines" :key="line.title">
          <div v-if="!line.path" class="group" :data-icon="line.icon">{{ line.title }}</div>
          <a v-else :href="leadsTo(line)" :class="[line.look, { on: line.path === active }]" :data-icon="line.icon"
            :aria-current="line.path === active ? 'page' : undefined">{{ line.title }}<slot v-if="line.badge"
            :name="line.badge"></slot></a>
        </template>
      </template>
    </nav>`,
};
