-- A book as schema 4 wrote it: what later ones must still be able to read.
PRAGMA application_id = 1229866575;
PRAGMA user_version = 4;
BEGIN TRANSACTION;
CREATE TABLE act (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    stamp BLOB NOT NULL UNIQUE,
    session TEXT,
    version TEXT,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "act" VALUES(1,'2026-11-28T23:15:24+00:00','me','The book is settled as that of https://www.linkedin.com/in/robin-achterberg.',X'A89BB9597F6C43245E9258B93E490FB3',NULL,NULL,2513587734);
INSERT INTO "act" VALUES(2,'2026-11-28T23:15:24+00:00','add','Added my export Connections.csv.',X'F697CB586F725B3BA6800A4E60DA2A4B',NULL,NULL,149444982);
INSERT INTO "act" VALUES(3,'2026-11-28T23:15:24+00:00','add','Added cy.csv, handed over with consent by in/cy-moss.',X'F039003C1AA744D278D4B6A942967063',NULL,NULL,3286503711);
INSERT INTO "act" VALUES(4,'2026-11-28T23:15:25+00:00','tie','Tied Ana Diaz to me: strong.',X'B7F1E1F23FBC6F5E1E1DECB35E352397',NULL,NULL,3052866739);
INSERT INTO "act" VALUES(5,'2026-11-28T23:15:25+00:00','tie','Tied Ana Diaz to Bo Lin: colleague.',X'6EAE426D34E6E93F40FBF8C6FD84012B',NULL,NULL,10436652);
INSERT INTO "act" VALUES(6,'2026-11-28T23:15:25+00:00','person','Typed in Di Roe, Buyer at Golf.',X'8333D2EA1DAD49D29ECC2747EFA5CC19',NULL,NULL,404312260);
INSERT INTO "act" VALUES(7,'2026-11-28T23:15:25+00:00','want','Wants Delta, priority 1.',X'0C51D83EDEF0604A390F87D2C42F2DE5',NULL,NULL,2308315054);
INSERT INTO "act" VALUES(8,'2026-11-28T23:15:25+00:00','want','Wants data engineering, priority 2.',X'E84DE1814D1FB304518DD91C0FEBA28D',NULL,NULL,1178017118);
INSERT INTO "act" VALUES(9,'2026-11-28T23:15:25+00:00','same_company','Golf and Golf Group are one company.',X'1D60491ACE11E6E6FCA95A0800803F31',NULL,NULL,866391873);
INSERT INTO "act" VALUES(10,'2026-11-28T23:15:25+00:00','same','Ana Diaz, Delta (`in/ana-diaz`) and Ana Diaz, Delta (`name/ana-diaz`) are one person, `in/ana-diaz`.',X'DA0B3F72511A9BD77B7C74883652D65C',NULL,NULL,2702089562);
INSERT INTO "act" VALUES(11,'2026-11-28T23:15:25+00:00','different','Di Roe, Golf (`name/di-roe`) and Bo Lin, Echo (`in/bo-lin`) are two people.',X'D9A63C0DA0BC80DFF6E1DA3EC1E5A8E4',NULL,NULL,1611958914);
INSERT INTO "act" VALUES(12,'2026-11-28T23:15:26+00:00','log','asked: Ana Diaz, Delta, 2026-03-02.',X'C5A01DE50AEE86F5733354B4278C011B',NULL,NULL,3366759538);
INSERT INTO "act" VALUES(13,'2026-11-28T23:15:26+00:00','log','asked: Bo Lin, Golf, 2026-03-03.',X'F94B9C516597E6A9FEA8F1BA52910ACE',NULL,NULL,3383411457);
INSERT INTO "act" VALUES(14,'2026-11-28T23:15:26+00:00','log','introduced: Di Roe, Golf, via Bo Lin, 2026-03-05.',X'0F574E553C94CE8F9E8752DC9B8B4084',NULL,NULL,3547986665);
INSERT INTO "act" VALUES(15,'2026-11-28T23:15:26+00:00','correct','Corrected event 3 (introduced: Di Roe, Golf, via Bo Lin, 2026-03-05): date 2026-03-05T09:30:00 → 2026-03-06; another note.',X'79CBE0BCFF4166423694D364A51503C8',NULL,NULL,3427495089);
INSERT INTO "act" VALUES(16,'2026-11-28T23:15:26+00:00','log','held: Di Roe, 2026-03-12.',X'FA295301D1837A27756E1145A30CFDB1',NULL,NULL,3971970818);
INSERT INTO "act" VALUES(17,'2026-11-28T23:15:26+00:00','undo','Undid act 16: held: Di Roe, 2026-03-12.',X'63E5FD6C89490E77AE5C71E667E799BA',NULL,NULL,3683536934);
INSERT INTO "act" VALUES(18,'2026-11-28T23:15:26+00:00','want','Wants Echo, priority 1.',X'20EE482855C062CE6F51DB0215407892',NULL,NULL,2560005320);
INSERT INTO "act" VALUES(19,'2026-11-28T23:15:26+00:00','undo','Undid act 18: Wants Echo, priority 1.',X'4978F74C03A6A02D1D728F477853A7B7',NULL,NULL,862872481);
INSERT INTO "act" VALUES(20,'2026-11-28T23:15:26+00:00','undo','Brought back act 18: Wants Echo, priority 1.',X'52B22238F910CFDE1D766CFBCA9C122F',NULL,NULL,633697689);
INSERT INTO "act" VALUES(21,'2026-11-28T23:15:26+00:00','note','Noted of Bo Lin (agreed, 2026-03-20): her office, 25 minutes',X'7CCD1546B5B4B2B525678A80C939F874',NULL,NULL,2554166296);
INSERT INTO "act" VALUES(22,'2026-11-28T23:15:26+00:00','note','Noted of Delta (news, 2026-03-01): a second lab',X'4F26E2F9183D5E7B6EB67D0FB7BACC2B',NULL,NULL,1435764553);
INSERT INTO "act" VALUES(23,'2026-11-28T23:15:26+00:00','debrief','Conversation with Bo Lin on 2026-03-20: 25 minutes of 20 agreed; named Lu Weir.',X'5CA710B9D533E509AA63A51DA196FFD8',NULL,NULL,2866447608);
INSERT INTO "act" VALUES(24,'2026-11-29T08:59:30+00:00','add','Added Connections.csv, handed over with consent by Bo Lin.',X'F25FDEDB9E75981FC30D91B7774ED963','c91a00eee58ac9cc','0.1.0',1991967806);
INSERT INTO "act" VALUES(25,'2026-11-29T08:59:30+00:00','person','Saved: Zoe Quill Smith.',X'A6584B1A0467361BBBAA30D2D87CAE9E','c91a00eee58ac9cc','0.1.0',1404569554);
INSERT INTO "act" VALUES(26,'2026-11-29T08:59:30+00:00','note','Note on Bo Lin (opted out, 1 May 2026): asked not to be written to',X'4094D5CCC5AEAD0AE8EC510F29AC9A4C','c91a00eee58ac9cc','0.1.0',2913533868);
INSERT INTO "act" VALUES(27,'2026-11-29T08:59:31+00:00','log','asked Ana Diaz about Delta, 4 May 2026.',X'7968E568B84BF78AD5545FD6C7AF549D','c91a00eee58ac9cc','0.1.0',2490836005);
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    event INTEGER NOT NULL REFERENCES event,
    field TEXT NOT NULL,
    value TEXT,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "correction" VALUES(1,15,3,'date','2026-03-06T00:00:00',2087070428);
INSERT INTO "correction" VALUES(2,15,3,'note','at lunch',2129313312);
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    kind TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "decision" VALUES(1,1,'same','me','in/robin-achterberg',2239085439);
INSERT INTO "decision" VALUES(2,10,'same','in/ana-diaz','name/ana-diaz',1391981625);
INSERT INTO "decision" VALUES(3,11,'different','name/di-roe','in/bo-lin',2812953211);
CREATE TABLE event (
    event INTEGER PRIMARY KEY AUTOINCREMENT,
    act INTEGER NOT NULL REFERENCES act,
    request TEXT,
    ask INTEGER REFERENCES event,
    person TEXT,
    stage TEXT NOT NULL,
    date TEXT NOT NULL,
    company TEXT,
    kind TEXT,
    inferred TEXT,
    via TEXT,
    channel TEXT,
    route TEXT,
    predicted REAL,
    counts INTEGER CHECK (counts IN (0, 1)),
    note TEXT,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "event" VALUES(1,12,NULL,NULL,'in/ana-diaz','asked','2026-03-02T00:00:00','Delta','direct',NULL,NULL,'email','["me", "in/ana-diaz"]',0.7,NULL,'dear Ana',2226528606);
INSERT INTO "event" VALUES(2,13,NULL,NULL,'in/bo-lin','asked','2026-03-03T00:00:00','Golf',NULL,NULL,NULL,NULL,'["me", "in/bo-lin", "name/di-roe"]',0.125,NULL,NULL,448236847);
INSERT INTO "event" VALUES(3,14,NULL,NULL,'name/di-roe','introduced','2026-03-05T09:30:00','Golf',NULL,NULL,'in/bo-lin',NULL,NULL,NULL,NULL,NULL,1699097339);
INSERT INTO "event" VALUES(4,16,NULL,NULL,'name/di-roe','held','2026-03-12T00:00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2135728013);
INSERT INTO "event" VALUES(5,23,NULL,NULL,'in/bo-lin','held','2026-03-20T00:00:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,3465721966);
INSERT INTO "event" VALUES(6,23,NULL,NULL,'name/lu-weir','named','2026-03-20T00:00:00',NULL,NULL,NULL,'in/bo-lin',NULL,NULL,NULL,NULL,NULL,1306295597);
INSERT INTO "event" VALUES(7,27,NULL,NULL,'in/ana-diaz','asked','2026-05-04T00:00:00','Delta',NULL,'direct',NULL,NULL,NULL,NULL,NULL,NULL,2694241485);
CREATE TABLE export (
    act INTEGER PRIMARY KEY REFERENCES act,
    owner TEXT NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    exported TEXT,
    lists_connections INTEGER NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "export" VALUES(2,'me','Connections.csv','86d86cae98e78a1bd25cfd17c301ebfe5d189fb7c2ef59ec5663ae945ba47297','2026-03-01T00:00:00',1,873689460);
INSERT INTO "export" VALUES(3,'in/cy-moss','cy.csv','117209b22b9c7c28ad9e794f4c6c6d36bfa969b54d193bf7aa7030cbe149e403','2025-05-01T00:00:00',1,395010992);
INSERT INTO "export" VALUES(24,'in/bo-lin','/srv/exports/bo/Connections.csv','511d1c97d1c238ca027f84bb55fdde0b9c4427b829d2b392c70f59fdbae2e305','2021-02-09T00:00:00',1,954252802);
CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    person TEXT NOT NULL,
    company TEXT,
    title TEXT,
    start TEXT,
    "end" TEXT,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "job" VALUES(1,2,'in/ana-diaz','Delta','Engineer',NULL,NULL,356282331);
INSERT INTO "job" VALUES(2,2,'in/bo-lin','Echo','Analyst',NULL,NULL,231440869);
INSERT INTO "job" VALUES(3,3,'name/ana-diaz','Delta','Engineer',NULL,NULL,1706633738);
INSERT INTO "job" VALUES(4,3,'in/bo-lin','Echo','Analyst',NULL,NULL,3856404804);
INSERT INTO "job" VALUES(5,6,'name/di-roe','Golf','Buyer',NULL,NULL,4118656672);
INSERT INTO "job" VALUES(6,24,'name/zoe-quill','Golf','Buyer',NULL,NULL,2372792317);
INSERT INTO "job" VALUES(7,24,'in/eli-roe','Hotel','Analyst',NULL,NULL,3433052903);
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('epoch',X'B6E1DC69010BD897B7EC2AC06B62D5A9');
INSERT INTO "meta" VALUES('id',X'57DD5E6841B5BE43194B3B19F608676D');
INSERT INTO "meta" VALUES('salt',X'C6D14168CED824349ACE42F406E7805A51AFCA0C13BD925420232ABEF7E756A4');
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    person TEXT,
    company TEXT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT,
    date TEXT,
    checksum INTEGER NOT NULL,
    CHECK ((person IS NOT NULL) + (company IS NOT NULL) = (kind <> 'goal'))
) STRICT;
INSERT INTO "note" VALUES(1,21,'in/bo-lin',NULL,'promised','her office, 25 minutes',NULL,'2026-03-20T00:00:00',1712265618);
INSERT INTO "note" VALUES(2,22,NULL,'Delta','news','a second lab','https://example.com/news','2026-03-01T00:00:00',3792922118);
INSERT INTO "note" VALUES(3,23,'in/bo-lin',NULL,'learnt','much',NULL,'2026-03-20T00:00:00',2839422032);
INSERT INTO "note" VALUES(4,23,'in/bo-lin',NULL,'action item','send the page',NULL,'2026-03-24T00:00:00',1072104161);
INSERT INTO "note" VALUES(5,23,'in/bo-lin',NULL,'promised','25 minutes of 20 agreed',NULL,'2026-03-20T00:00:00',4189628397);
INSERT INTO "note" VALUES(6,26,'in/bo-lin',NULL,'opted out','asked not to be written to',NULL,'2026-05-01T00:00:00',3920540222);
CREATE TABLE observation (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    person TEXT NOT NULL,
    name TEXT,
    name_key TEXT,
    email TEXT,
    email_hash BLOB,
    url TEXT,
    slug TEXT,
    location TEXT,
    source TEXT,
    connected INTEGER NOT NULL,
    since TEXT,
    weight INTEGER NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "observation" VALUES(1,1,'me',NULL,NULL,NULL,NULL,'https://www.linkedin.com/in/robin-achterberg','robin-achterberg',NULL,'typed in',0,NULL,2,946095141);
INSERT INTO "observation" VALUES(2,2,'me',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Connections.csv',0,NULL,1,1501733430);
INSERT INTO "observation" VALUES(3,2,'in/ana-diaz','Ana Diaz','ana diaz','ana@example.com',X'DE926A377EC45EDEFE69CD21C6150D150320B20F09ED1F23E4F4AE408E617B44','https://www.linkedin.com/in/ana-diaz','ana-diaz',NULL,'Connections.csv',1,'2020-05-01T00:00:00',1,3446813992);
INSERT INTO "observation" VALUES(4,2,'in/bo-lin','Bo Lin','bo lin',NULL,NULL,'https://www.linkedin.com/in/bo-lin','bo-lin',NULL,'Connections.csv',1,'2021-06-01T00:00:00',1,1473923995);
INSERT INTO "observation" VALUES(5,3,'in/cy-moss',NULL,NULL,NULL,NULL,NULL,'cy-moss',NULL,'cy.csv',0,NULL,1,972067104);
INSERT INTO "observation" VALUES(6,3,'name/ana-diaz','Ana Diaz','ana diaz',NULL,NULL,NULL,NULL,NULL,'cy.csv',1,'2018-01-01T00:00:00',1,3566626789);
INSERT INTO "observation" VALUES(7,3,'in/bo-lin','Bo Lin','bo lin',NULL,NULL,'https://www.linkedin.com/in/bo-lin','bo-lin',NULL,'cy.csv',1,'2021-06-01T00:00:00',1,2842555577);
INSERT INTO "observation" VALUES(8,6,'name/di-roe','Di Roe','di roe','di@example.com',X'FF049061B5B7C5B5E4E7D0F76ACB5CD660846D30C8712A1137FF77638076641A',NULL,NULL,NULL,'typed in',0,NULL,2,3367411678);
INSERT INTO "observation" VALUES(9,23,'name/lu-weir','Lu Weir','lu weir',NULL,NULL,NULL,NULL,NULL,'typed in',0,NULL,0,1252863291);
INSERT INTO "observation" VALUES(10,24,'in/bo-lin',NULL,NULL,NULL,NULL,'https://www.linkedin.com/in/bo-lin','bo-lin',NULL,'owner',0,NULL,1,1509308804);
INSERT INTO "observation" VALUES(11,24,'name/zoe-quill','Zoe Quill','zoe quill',NULL,X'E7D4F22E4B488D71BE49F6A72336E01369347706B1FA0A78137FF861AB5D1594',NULL,NULL,NULL,'Connections.csv',1,'2021-02-08T00:00:00',1,1678209416);
INSERT INTO "observation" VALUES(12,24,'in/eli-roe','Eli Roe','eli roe',NULL,X'F1BC12766D746F73598F7AA4DA0B1114EF156ACEC247B31F332236D22E777753','https://www.linkedin.com/in/eli-roe','eli-roe',NULL,'Connections.csv',1,'2021-02-09T00:00:00',1,4089657700);
INSERT INTO "observation" VALUES(13,25,'name/zoe-quill-smith','Zoe Quill Smith','zoe quill smith','Zoe.Quill@example.org',X'E7D4F22E4B488D71BE49F6A72336E01369347706B1FA0A78137FF861AB5D1594',NULL,NULL,NULL,'typed in',0,NULL,2,970227251);
CREATE TABLE spelling (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "spelling" VALUES(1,9,'Golf','Golf Group',2377518049);
CREATE TABLE target (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    kind TEXT NOT NULL,
    company TEXT NOT NULL,
    priority INTEGER,
    aliases TEXT NOT NULL,
    stated INTEGER NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "target" VALUES(1,7,'company','Delta',1,'["Delta Works"]',1,958314534);
INSERT INTO "target" VALUES(2,8,'field','data engineering',2,'[]',1,3693681685);
INSERT INTO "target" VALUES(3,18,'company','Echo',1,'[]',1,3800495821);
CREATE TABLE tie (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    kind TEXT,
    closeness TEXT,
    since TEXT,
    last TEXT,
    exchanges INTEGER NOT NULL,
    started TEXT,
    evidence TEXT NOT NULL,
    origin TEXT NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO "tie" VALUES(1,2,'in/ana-diaz','me',NULL,NULL,'2020-05-01T00:00:00',NULL,0,NULL,'connection','me',3048458593);
INSERT INTO "tie" VALUES(2,2,'in/bo-lin','me',NULL,NULL,'2021-06-01T00:00:00',NULL,0,NULL,'connection','me',4131696073);
INSERT INTO "tie" VALUES(3,3,'in/cy-moss','name/ana-diaz',NULL,NULL,'2018-01-01T00:00:00',NULL,0,NULL,'connection','in/cy-moss',486509832);
INSERT INTO "tie" VALUES(4,3,'in/bo-lin','in/cy-moss',NULL,NULL,'2021-06-01T00:00:00',NULL,0,NULL,'connection','in/cy-moss',3579505462);
INSERT INTO "tie" VALUES(5,4,'in/ana-diaz','me',NULL,'strong','2015-02-03T00:00:00',NULL,0,NULL,'stated','me',1403852183);
INSERT INTO "tie" VALUES(6,5,'in/ana-diaz','in/bo-lin','colleague',NULL,NULL,NULL,0,NULL,'stated','me',2033450442);
INSERT INTO "tie" VALUES(7,23,'in/bo-lin','me','met',NULL,NULL,'2026-03-20T00:00:00',1,NULL,'meeting','me',3801020004);
INSERT INTO "tie" VALUES(8,23,'in/bo-lin','name/lu-weir','named',NULL,NULL,NULL,0,NULL,'stated','me',116009775);
INSERT INTO "tie" VALUES(9,24,'in/bo-lin','name/zoe-quill',NULL,NULL,'2021-02-08T00:00:00',NULL,0,NULL,'connection','in/bo-lin',3614779264);
INSERT INTO "tie" VALUES(10,24,'in/bo-lin','in/eli-roe',NULL,NULL,'2021-02-09T00:00:00',NULL,0,NULL,'connection','in/bo-lin',548095089);
CREATE TABLE undo (
    act INTEGER PRIMARY KEY REFERENCES act,
    target INTEGER NOT NULL REFERENCES act,
    checksum INTEGER NOT NULL,
    CHECK (target < act)
) STRICT;
INSERT INTO "undo" VALUES(17,16,856879536);
INSERT INTO "undo" VALUES(19,18,312566367);
INSERT INTO "undo" VALUES(20,19,2151564225);
CREATE TRIGGER act_no_update BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER act_no_delete BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER undo_no_update BEFORE UPDATE ON undo
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER undo_no_delete BEFORE DELETE ON undo
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER export_no_update BEFORE UPDATE ON export
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER export_no_delete BEFORE DELETE ON export
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER observation_no_update BEFORE UPDATE ON observation
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER observation_no_delete BEFORE DELETE ON observation
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER job_no_update BEFORE UPDATE ON job
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER job_no_delete BEFORE DELETE ON job
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER tie_no_update BEFORE UPDATE ON tie
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER tie_no_delete BEFORE DELETE ON tie
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER target_no_update BEFORE UPDATE ON target
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER target_no_delete BEFORE DELETE ON target
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER spelling_no_update BEFORE UPDATE ON spelling
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER spelling_no_delete BEFORE DELETE ON spelling
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER correction_no_update BEFORE UPDATE ON correction
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER correction_no_delete BEFORE DELETE ON correction
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER note_no_update BEFORE UPDATE ON note
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER note_no_delete BEFORE DELETE ON note
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE INDEX undo_target ON undo (target);
CREATE INDEX export_owner ON export (owner);
CREATE INDEX export_digest ON export (digest);
CREATE INDEX observation_act ON observation (act);
CREATE INDEX observation_person ON observation (person);
CREATE INDEX observation_name ON observation (name_key);
CREATE INDEX observation_email ON observation (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX job_act ON job (act);
CREATE INDEX job_person ON job (person);
CREATE INDEX job_company ON job (company);
CREATE INDEX tie_act ON tie (act);
CREATE INDEX tie_source ON tie (source);
CREATE INDEX tie_target ON tie (target);
CREATE INDEX target_act ON target (act);
CREATE INDEX spelling_act ON spelling (act);
CREATE INDEX decision_act ON decision (act);
CREATE INDEX event_act ON event (act);
CREATE INDEX event_ask ON event (ask);
CREATE INDEX event_person ON event (person);
CREATE INDEX event_via ON event (via);
CREATE INDEX correction_act ON correction (act);
CREATE INDEX correction_event ON correction (event);
CREATE INDEX correction_value ON correction (value);
CREATE INDEX note_act ON note (act);
CREATE INDEX note_person ON note (person);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('act',27);
INSERT INTO "sqlite_sequence" VALUES('event',7);
COMMIT;
