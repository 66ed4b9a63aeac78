-- A partition that starts reads the tombstones written of late by this server's clock, not by that of whoever changed the story.
DROP INDEX story_catalog_tombstones;
CREATE INDEX story_catalog_tombstones ON story_catalog (partition, written_at DESC) WHERE state <> 1;
