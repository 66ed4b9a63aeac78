-- Queries that Orleans' ADO.NET providers read at start. They are data: Orleans runs their text with named parameters.
CREATE TABLE OrleansQuery
(
    QueryKey  varchar(64) NOT NULL PRIMARY KEY,
    QueryText text        NOT NULL
);

-- State of grains. Every write changes Version and nothing that is indexed, so room is left in the pages for new versions
-- of a row to stay beside the old (HOT updates), and payloads are stored as they are: they do not shrink much.
CREATE TABLE OrleansStorage
(
    GrainIdHash            integer      NOT NULL,
    GrainIdN0              bigint       NOT NULL,
    GrainIdN1              bigint       NOT NULL,
    GrainTypeHash          integer      NOT NULL,
    GrainTypeString        varchar(512) COLLATE "C" NOT NULL,
    GrainIdExtensionString varchar(512) COLLATE "C",
    ServiceId              varchar(150) COLLATE "C" NOT NULL,
    PayloadBinary          bytea,
    ModifiedOn             timestamptz  NOT NULL DEFAULT clock_timestamp(),
    Version                integer      NOT NULL
) WITH (fillfactor = 80);

-- The whole key, and unique: of several first writers at once exactly one may insert. An index over the hashes alone
-- would let duplicates in.
CREATE UNIQUE INDEX OrleansStorage_key ON OrleansStorage
    (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, coalesce(GrainIdExtensionString, ''), ServiceId);

-- Every query that writes gives back one row: the new version, or NULL if nothing was written. Orleans makes an
-- InconsistentStateException of NULL; no row at all it would take for success.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
    SELECT PayloadBinary, Version
    FROM OrleansStorage
    WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash
      AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
      AND GrainTypeString = @GrainTypeString
      AND coalesce(GrainIdExtensionString, '''') = coalesce(CAST(@GrainIdExtensionString AS varchar), '''')
      AND ServiceId = @ServiceId
'),
('WriteToStorageKey', '
    WITH changed AS (
        UPDATE OrleansStorage
        SET PayloadBinary = CAST(@PayloadBinary AS bytea), ModifiedOn = clock_timestamp(), Version = Version + 1
        WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash
          AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
          AND GrainTypeString = @GrainTypeString
          AND coalesce(GrainIdExtensionString, '''') = coalesce(CAST(@GrainIdExtensionString AS varchar), '''')
          AND ServiceId = @ServiceId
          AND Version = CAST(@GrainStateVersion AS integer)
        RETURNING Version
    ), founded AS (
        INSERT INTO OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString,
            GrainIdExtensionString, ServiceId, PayloadBinary, Version)
        SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString,
            CAST(@GrainIdExtensionString AS varchar), @ServiceId, CAST(@PayloadBinary AS bytea), 1
        WHERE CAST(@GrainStateVersion AS integer) IS NULL
        ON CONFLICT DO NOTHING
        RETURNING Version
    )
    SELECT (SELECT Version FROM changed UNION ALL SELECT Version FROM founded) AS NewGrainStateVersion
'),
('ClearStorageKey', '
    WITH changed AS (
        UPDATE OrleansStorage
        SET PayloadBinary = NULL, ModifiedOn = clock_timestamp(), Version = Version + 1
        WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash
          AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
          AND GrainTypeString = @GrainTypeString
          AND coalesce(GrainIdExtensionString, '''') = coalesce(CAST(@GrainIdExtensionString AS varchar), '''')
          AND ServiceId = @ServiceId
          AND Version = CAST(@GrainStateVersion AS integer)
        RETURNING Version
    )
    SELECT (SELECT Version FROM changed) AS NewGrainStateVersion
'),
('DeleteStorageKey', '
    WITH gone AS (
        DELETE FROM OrleansStorage
        WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash
          AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
          AND GrainTypeString = @GrainTypeString
          AND coalesce(GrainIdExtensionString, '''') = coalesce(CAST(@GrainIdExtensionString AS varchar), '''')
          AND ServiceId = @ServiceId
          AND Version = CAST(@GrainStateVersion AS integer)
        RETURNING Version
    )
    SELECT (SELECT Version + 1 FROM gone) AS NewGrainStateVersion
');
