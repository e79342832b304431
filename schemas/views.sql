-- DuckDB views of a claim store, with the column types of schemas/*.schema.json. In the store directory:
--   duckdb -init views.sql
-- figures, times, entities and mentions leave out the blocks that feed no claims (nav, related, form, ...); all_figures,
-- all_times, all_entities and all_mentions have them too. A family that has no record in the store has no file to read, and
-- the views on it cannot be made there.

-- One document a line: what was read, from where, and its blocks.
CREATE OR REPLACE VIEW documents AS SELECT * FROM read_json('segments/documents-*.jsonl', format = 'newline_delimited', maximum_object_size = 134217728, columns = {
  'type': 'VARCHAR',
  'schema': 'VARCHAR',
  'id': 'VARCHAR',
  'sha256': 'VARCHAR',
  'bytes': 'BIGINT',
  'source': 'STRUCT("input" BIGINT, "path" VARCHAR, "container" VARCHAR[], "record" BIGINT, "record_byte_start" BIGINT, "record_byte_end" BIGINT, "url" VARCHAR)',
  'media_type': 'VARCHAR',
  'charset': 'VARCHAR',
  'language': 'VARCHAR',
  'title': 'VARCHAR',
  'published': 'VARCHAR',
  'published_by': 'VARCHAR',
  'authors': 'VARCHAR[]',
  'publisher': 'VARCHAR',
  'url': 'VARCHAR',
  'blocks': 'STRUCT("role" VARCHAR, "language" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "char_start" BIGINT, "char_end" BIGINT)[]',
  'flags': 'VARCHAR[]',
  'counts': 'STRUCT("figures" BIGINT, "times" BIGINT, "entities" BIGINT, "attributions" BIGINT, "claims" BIGINT, "problems" BIGINT)'
});

-- One figure a line: an amount, share, quantity or number. The span holds number, scale and unit, not the hedge.
CREATE OR REPLACE VIEW all_figures AS SELECT * FROM read_json('segments/figures-*.jsonl', format = 'newline_delimited', columns = {
  'type': 'VARCHAR',
  'id': 'VARCHAR',
  'document': 'VARCHAR',
  'byte_start': 'BIGINT',
  'byte_end': 'BIGINT',
  'char_start': 'BIGINT',
  'char_end': 'BIGINT',
  'line': 'BIGINT',
  'segments': 'BIGINT[][]',
  'text': 'VARCHAR',
  'block': 'VARCHAR',
  'sentence_start': 'BIGINT',
  'sentence_end': 'BIGINT',
  'rule': 'VARCHAR',
  'confidence': 'DOUBLE',
  'kind': 'VARCHAR',
  'number': 'VARCHAR',
  'value': 'DOUBLE',
  'low': 'VARCHAR',
  'high': 'VARCHAR',
  'qualifier': 'VARCHAR',
  'unit': 'VARCHAR',
  'unit_system': 'VARCHAR',
  'unit_by': 'VARCHAR',
  'per': 'VARCHAR',
  'direction': 'VARCHAR',
  'hedges': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "effect" VARCHAR)[]',
  'parts': 'STRUCT("role" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT)[]'
});
CREATE OR REPLACE VIEW figures AS SELECT * FROM all_figures WHERE block IN ('title', 'heading', 'body', 'quote', 'list');

-- One date, time of day, duration or set a line. The span has no article, preposition or role word.
CREATE OR REPLACE VIEW all_times AS SELECT * FROM read_json('segments/times-*.jsonl', format = 'newline_delimited', columns = {
  'type': 'VARCHAR',
  'id': 'VARCHAR',
  'document': 'VARCHAR',
  'byte_start': 'BIGINT',
  'byte_end': 'BIGINT',
  'char_start': 'BIGINT',
  'char_end': 'BIGINT',
  'line': 'BIGINT',
  'segments': 'BIGINT[][]',
  'text': 'VARCHAR',
  'block': 'VARCHAR',
  'sentence_start': 'BIGINT',
  'sentence_end': 'BIGINT',
  'rule': 'VARCHAR',
  'confidence': 'DOUBLE',
  'kind': 'VARCHAR',
  'edtf': 'VARCHAR',
  'date_start': 'VARCHAR',
  'date_end': 'VARCHAR',
  'role': 'VARCHAR',
  'mod': 'VARCHAR',
  'resolved_by': 'VARCHAR',
  'duration': 'VARCHAR',
  'number': 'VARCHAR',
  'unit': 'VARCHAR',
  'low': 'VARCHAR',
  'high': 'VARCHAR',
  'qualifier': 'VARCHAR',
  'hedges': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "effect" VARCHAR)[]',
  'parts': 'STRUCT("role" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT)[]'
});
CREATE OR REPLACE VIEW times AS SELECT * FROM all_times WHERE block IN ('title', 'heading', 'body', 'quote', 'list');

-- One mention of a person, organisation, place ... a line.
CREATE OR REPLACE VIEW all_entities AS SELECT * FROM read_json('segments/entities-*.jsonl', format = 'newline_delimited', columns = {
  'type': 'VARCHAR',
  'id': 'VARCHAR',
  'document': 'VARCHAR',
  'byte_start': 'BIGINT',
  'byte_end': 'BIGINT',
  'char_start': 'BIGINT',
  'char_end': 'BIGINT',
  'line': 'BIGINT',
  'segments': 'BIGINT[][]',
  'text': 'VARCHAR',
  'block': 'VARCHAR',
  'sentence_start': 'BIGINT',
  'sentence_end': 'BIGINT',
  'rule': 'VARCHAR',
  'confidence': 'DOUBLE',
  'class': 'VARCHAR',
  'form': 'VARCHAR',
  'canonical': 'VARCHAR',
  'entity': 'VARCHAR',
  'wikidata': 'VARCHAR',
  'antecedent': 'VARCHAR'
});
CREATE OR REPLACE VIEW entities AS SELECT * FROM all_entities WHERE block IN ('title', 'heading', 'body', 'quote', 'list');

-- One attribution a line: who says what.
CREATE OR REPLACE VIEW attributions AS SELECT * FROM read_json('segments/attributions-*.jsonl', format = 'newline_delimited', columns = {
  'type': 'VARCHAR',
  'id': 'VARCHAR',
  'document': 'VARCHAR',
  'byte_start': 'BIGINT',
  'byte_end': 'BIGINT',
  'char_start': 'BIGINT',
  'char_end': 'BIGINT',
  'line': 'BIGINT',
  'text': 'VARCHAR',
  'block': 'VARCHAR',
  'kind': 'VARCHAR',
  'source': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "mentions" VARCHAR[], "canonical" VARCHAR, "by" VARCHAR)',
  'cue': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "mentions" VARCHAR[], "canonical" VARCHAR, "by" VARCHAR)',
  'content': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT)[]',
  'epistemic': 'VARCHAR',
  'parent': 'VARCHAR',
  'rule': 'VARCHAR',
  'confidence': 'DOUBLE'
});

-- One claim a line: one figure in one clause.
CREATE OR REPLACE VIEW claims AS SELECT * FROM read_json('segments/claims-*.jsonl', format = 'newline_delimited', columns = {
  'type': 'VARCHAR',
  'id': 'VARCHAR',
  'document': 'VARCHAR',
  'claim_type': 'VARCHAR',
  'byte_start': 'BIGINT',
  'byte_end': 'BIGINT',
  'char_start': 'BIGINT',
  'char_end': 'BIGINT',
  'line': 'BIGINT',
  'text': 'VARCHAR',
  'block': 'VARCHAR',
  'subject': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "mentions" VARCHAR[], "canonical" VARCHAR, "by" VARCHAR)',
  'predicate': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "mentions" VARCHAR[], "canonical" VARCHAR, "by" VARCHAR, "norm" VARCHAR)',
  'object': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "mentions" VARCHAR[], "canonical" VARCHAR, "by" VARCHAR)',
  'measure': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "mentions" VARCHAR[], "canonical" VARCHAR, "by" VARCHAR)',
  'base': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "mentions" VARCHAR[], "canonical" VARCHAR, "by" VARCHAR)',
  'place': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "mentions" VARCHAR[], "canonical" VARCHAR, "by" VARCHAR)',
  'figure': 'VARCHAR',
  'figure_kind': 'VARCHAR',
  'figure_text': 'VARCHAR',
  'figure_byte_start': 'BIGINT',
  'figure_byte_end': 'BIGINT',
  'number': 'VARCHAR',
  'value': 'DOUBLE',
  'low': 'VARCHAR',
  'high': 'VARCHAR',
  'qualifier': 'VARCHAR',
  'unit': 'VARCHAR',
  'per': 'VARCHAR',
  'direction': 'VARCHAR',
  'time': 'STRUCT("mention" VARCHAR, "text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "edtf" VARCHAR, "date_start" VARCHAR, "date_end" VARCHAR, "role" VARCHAR)',
  'epistemic': 'VARCHAR',
  'markers': 'STRUCT("text" VARCHAR, "byte_start" BIGINT, "byte_end" BIGINT, "label" VARCHAR)[]',
  'attribution': 'VARCHAR',
  'said_by': 'VARCHAR',
  'fact_key': 'VARCHAR',
  'rules': 'VARCHAR[]',
  'confidence': 'DOUBLE'
});

-- One fact a line: the claims of the whole store that speak of one thing.
CREATE OR REPLACE VIEW facts AS SELECT * FROM read_json('segments/facts-*.jsonl', format = 'newline_delimited', columns = {
  'type': 'VARCHAR',
  'id': 'VARCHAR',
  'fact_key': 'VARCHAR',
  'verdict': 'VARCHAR',
  'values': 'STRUCT("number" VARCHAR, "low" VARCHAR, "high" VARCHAR, "unit" VARCHAR, "qualifier" VARCHAR, "time" STRUCT("edtf" VARCHAR, "date_start" VARCHAR, "date_end" VARCHAR, "role" VARCHAR), "claims" VARCHAR[])[]',
  'documents': 'VARCHAR[]',
  'note': 'VARCHAR'
});

-- One near-duplicate a line.
CREATE OR REPLACE VIEW duplicates AS SELECT * FROM read_json('segments/duplicates-*.jsonl', format = 'newline_delimited', columns = {
  'document': 'VARCHAR',
  'of': 'VARCHAR',
  'similarity': 'DOUBLE'
});

-- One payload met again a line.
CREATE OR REPLACE VIEW copies AS SELECT * FROM read_json('segments/copies-*.jsonl', format = 'newline_delimited', columns = {
  'document': 'VARCHAR',
  'source': 'STRUCT("input" BIGINT, "path" VARCHAR, "container" VARCHAR[], "record" BIGINT, "record_byte_start" BIGINT, "record_byte_end" BIGINT, "url" VARCHAR)'
});

-- One text a line, under --keep-text.
CREATE OR REPLACE VIEW texts AS SELECT * FROM read_json('segments/texts-*.jsonl', format = 'newline_delimited', maximum_object_size = 134217728, columns = {
  'document': 'VARCHAR',
  'text': 'VARCHAR',
  'normalized': 'VARCHAR'
});

-- One thing that went wrong with an input a line (quarantine).
CREATE OR REPLACE VIEW problems AS SELECT * FROM read_json('quarantine-*.jsonl', format = 'newline_delimited', columns = {
  'type': 'VARCHAR',
  'id': 'VARCHAR',
  'document': 'VARCHAR',
  'source': 'STRUCT("input" BIGINT, "path" VARCHAR, "container" VARCHAR[], "record" BIGINT, "record_byte_start" BIGINT, "record_byte_end" BIGINT, "url" VARCHAR)',
  'stage': 'VARCHAR',
  'code': 'VARCHAR',
  'message': 'VARCHAR',
  'byte_start': 'BIGINT',
  'byte_end': 'BIGINT'
});

-- Figures, times and entities by what they have in common.
CREATE OR REPLACE VIEW all_mentions AS
  SELECT "type", "id", "document", "byte_start", "byte_end", "char_start", "char_end", "line", "segments", "text",
    "block", "sentence_start", "sentence_end", "rule", "confidence"
  FROM all_figures
  UNION ALL
  SELECT "type", "id", "document", "byte_start", "byte_end", "char_start", "char_end", "line", "segments", "text",
    "block", "sentence_start", "sentence_end", "rule", "confidence"
  FROM all_times
  UNION ALL
  SELECT "type", "id", "document", "byte_start", "byte_end", "char_start", "char_end", "line", "segments", "text",
    "block", "sentence_start", "sentence_end", "rule", "confidence"
  FROM all_entities;
CREATE OR REPLACE VIEW mentions AS SELECT * FROM all_mentions WHERE block IN ('title', 'heading', 'body', 'quote', 'list');
