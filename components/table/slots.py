"""The templates of the data table's cells: fixed text; all data comes through the table's properties."""

from __future__ import annotations

# One template for all cells: the kind is a property of the column, so the page sends it once, not once per column.
_VALUE = """
<span v-if="col.kind === 'tag' && value && value.kind" :class="'tag ' + value.kind">{{ value.text }}</span>
<span v-else-if="col.kind === 'days' && value !== null && value !== undefined && value !== ''"
  :class="'num' + (value >= col.late ? ' late' : '')">{{ value }} 天</span>
<a v-else-if="col.kind === 'link' && value && value.href" class="num" :href="value.href">{{ value.text }}</a>
<span v-else :class="{num: col.kind === 'number'}">{{ value && value.text !== undefined ? value.text : value }}</span>
"""
_ACTIONS = """
<template v-for="a in col.actions" :key="a.name">
  <button v-if="(a.keeps || props.row._class !== 'gone') && !(props.row._hide || '').split(' ').includes(a.name)"
    type="button" class="op" :disabled="(props.row._off || '').split(' ').includes(a.name)"
    :aria-label="a.label + ' ' + props.row._label"
    @click.stop="$parent.$emit('act', a.name, props.row._id)">{{ a.label }}</button>
</template>
"""


def _with(template: str, col: str, value: str) -> str:
    return template.replace('col.', col + '.').replace('value', value)


BODY_CELL = (
    """<q-td :props="props" :class="[props.row._class, {fixed: props.col.kind === 'actions'}]"
  :title="typeof props.value === 'string' ? props.value : undefined">
<template v-if="props.col.kind === 'actions'">"""
    + _with(_ACTIONS, 'props.col', 'props.value')
    + '</template><template v-else>'
    + _with(_VALUE, 'props.col', 'props.value')
    + '</template></q-td>'
)

HEADER_SELECTION = '<q-checkbox v-model="props.selected" dense aria-label="选择本页全部" />'

BODY_SELECTION = """<q-checkbox v-model="props.selected" dense :disable="props.row._class === 'gone'"
  :aria-label="'选择 ' + props.row._label" />"""

# On a narrow screen every row is a card: its first tag beside the name, the rest as a list of labels and values.
ITEM = (
    """<div class="row-card" :class="[props.row._class, {selected: props.selected}]">
  <div class="head">
    <q-checkbox v-if="props.row._pick" v-model="props.selected" dense :disable="props.row._class === 'gone'"
      :aria-label="'选择 ' + props.row._label" />
    <b>{{ props.row._label }}</b><span class="grow"></span>
  </div>
  <dl><template v-for="c in props.cols" :key="c.name">
    <template v-if="c.kind !== 'actions' && c.value !== props.row._label && c.value !== null && c.value !== ''">
      <div><dt>{{ c.label }}</dt><dd>"""
    + _with(_VALUE, 'c', 'c.value')
    + """</dd></div></template></template></dl>
  <template v-for="c in props.cols" :key="c.name"><div v-if="c.kind === 'actions'" class="foot">"""
    + _with(_ACTIONS, 'c', 'c.value')
    + '</div></template></div>'
)

NO_DATA = """<div class="blank" role="status"><q-icon name="inbox" aria-hidden="true" />
  <b>{{ props.message.split('|')[0] }}</b><span>{{ props.message.split('|')[1] }}</span></div>"""
