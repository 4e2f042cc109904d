// Quasar's table with our cells. As a component of its own it keeps the cells and check boxes on the page: the templates
// that a server sends into slots are built anew with every message, and whatever had the focus or a half-made click is gone.
// One template for all cells: the kind is a property of the column.
const cell = (col, value) => `
  <span v-if="${col}.kind === 'tag' && ${value} && ${value}.kind" :class="'tag ' + ${value}.kind">{{ ${value}.text }}</span>
  <span v-else-if="${col}.kind === 'days' && ${value} !== null && ${value} !== undefined && ${value} !== ''"
    :class="'num' + (${value} >= ${col}.late ? ' late' : '')">{{ ${value} }} 天</span>
  <a v-else-if="${col}.kind === 'link' && ${value} && ${value}.href" class="num" :href="${value}.href">{{ ${value}.text }}</a>
  <span v-else :class="{ num: ${col}.kind === 'number' }">{{ textOf(${value}) }}</span>`;

const actions = col => `
  <template v-for="a in ${col}.actions" :key="a.name">
    <button v-if="(a.keeps || props.row._class !== 'gone') && !named(props.row._hide, a.name)" type="button" class="op"
      :disabled="named(props.row._off, a.name)" :aria-label="a.label + ' ' + props.row._label"
      @click.stop="$emit('act', a.name, props.row._id)">{{ a.label }}</button>
  </template>`;

const pick = `dense :disable="props.row._class === 'gone'" :aria-label="'选择 ' + props.row._label"`;

export default {
  emits: ["act"],
  methods: {
    textOf: value => (value && value.text !== undefined ? value.text : value),
    named: (names, one) => (names || "").split(" ").includes(one),
    rowClass: row => row._class,
  },
  // On a narrow screen every row is a card: its first tag beside the name, the rest as a list of labels and values.
  template: `
    <q-table ref="qRef" :grid="$q.screen.lt.sm" :table-row-class-fn="rowClass">
      <template #header-selection="props">
        <q-checkbox v-model="props.selected" dense aria-label="选择本页全部" />
      </template>
      <template #body-selection="props"><q-checkbox v-model="props.selected" ${pick} /></template>
      <template #body-cell="props">
        <q-td :props="props" :class="[props.row._class, { fixed: props.col.kind === 'actions' }]"
          :title="typeof props.value === 'string' ? props.value : undefined">
          <template v-if="props.col.kind === 'actions'">${actions('props.col')}</template>
          <template v-else>${cell('props.col', 'props.value')}</template>
        </q-td>
      </template>
      <template #item="props">
        <div class="row-card" :class="[props.row._class, { selected: props.selected }]">
          <div class="head">
            <q-checkbox v-if="props.row._pick" v-model="props.selected" ${pick} />
            <b>{{ props.row._label }}</b><span class="grow"></span>
          </div>
          <dl><template v-for="c in props.cols" :key="c.name">
            <template v-if="c.kind !== 'actions' && c.value !== props.row._label && c.value !== null && c.value !== ''">
              <div><dt>{{ c.label }}</dt><dd>${cell('c', 'c.value')}</dd></div>
            </template>
          </template></dl>
          <template v-for="c in props.cols" :key="c.name">
            <div v-if="c.kind === 'actions'" class="foot">${actions('c')}</div>
          </template>
        </div>
      </template>
      <template #no-data="props">
        <div class="blank" role="status"><q-icon name="inbox" aria-hidden="true" />
          <b>{{ props.message.split('|')[0] }}</b><span>{{ props.message.split('|')[1] }}</span></div>
      </template>
    </q-table>`,
};
