/// What Python's `zoneinfo` says of the same zone data, tzdata 2025b, up to the middle of 2025, so that later changes of law
/// do not touch it. `utcoffset` gives the offsets, `replace(fold=0)` the instants of wall times.
enum ZoneFixtures {
    /// Zone, second since the epoch, offset in seconds: around transitions and at random.
    static let offsets = """
        Europe/Sarajevo 1351385999 7200
        Europe/Sarajevo 1351386000 3600
        Europe/Sarajevo 1729990799 7200
        Europe/Sarajevo 1729990800 3600
        Europe/Sarajevo 1743296399 3600
        Europe/Sarajevo 1743296400 7200
        Europe/Sarajevo -669908115 3600
        Europe/Sarajevo -213511527 3600
        America/New_York 1130651999 -14400
        America/New_York 1130652000 -18000
        America/New_York 1730613599 -14400
        America/New_York 1730613600 -18000
        America/New_York 1741503599 -18000
        America/New_York 1741503600 -14400
        America/New_York -1067111158 -18000
        America/New_York 29523220 -18000
        Australia/Lord_Howe 352216799 36000
        Australia/Lord_Howe 352216800 37800
        Australia/Lord_Howe 1728142199 37800
        Australia/Lord_Howe 1728142200 39600
        Australia/Lord_Howe 1743865199 39600
        Australia/Lord_Howe 1743865200 37800
        Australia/Lord_Howe -644032120 36000
        Australia/Lord_Howe -731598228 36000
        Pacific/Chatham 826984799 49500
        Pacific/Chatham 826984800 45900
        Pacific/Chatham 1727531999 45900
        Pacific/Chatham 1727532000 49500
        Pacific/Chatham 1743861599 49500
        Pacific/Chatham 1743861600 45900
        Pacific/Chatham -686945418 45900
        Pacific/Chatham -714813208 45900
        Asia/Kathmandu 504901799 19800
        Asia/Kathmandu 504901800 20700
        Asia/Kathmandu 143552609 19800
        Asia/Kathmandu 270735104 19800
        Pacific/Kiritimati 307622399 -38400
        Pacific/Kiritimati 307622400 -36000
        Pacific/Kiritimati 788867999 -36000
        Pacific/Kiritimati 788868000 50400
        Pacific/Kiritimati 57707673 -38400
        Pacific/Kiritimati 1165603508 50400
        Africa/Cairo 396399599 7200
        Africa/Cairo 396399600 10800
        Africa/Cairo 1730408399 10800
        Africa/Cairo 1730408400 7200
        Africa/Cairo 1745531999 7200
        Africa/Cairo 1745532000 10800
        Africa/Cairo 336601335 10800
        Africa/Cairo -1086130713 7200
        America/St_Johns -1096921749 -12652
        America/St_Johns -1096921748 -12600
        America/St_Johns 1730608199 -9000
        America/St_Johns 1730608200 -12600
        America/St_Johns 1741498199 -12600
        America/St_Johns 1741498200 -9000
        America/St_Johns -10903419 -9000
        America/St_Johns -781622188 -9000
        Antarctica/Troll 1332637199 0
        Antarctica/Troll 1332637200 7200
        Antarctica/Troll 1729990799 7200
        Antarctica/Troll 1729990800 0
        Antarctica/Troll 1743296399 0
        Antarctica/Troll 1743296400 7200
        Antarctica/Troll 1496661128 7200
        Antarctica/Troll -517829694 0
        Europe/Dublin -1410732001 0
        Europe/Dublin -1410732000 3600
        Europe/Dublin 1729990799 3600
        Europe/Dublin 1729990800 0
        Europe/Dublin 1743296399 0
        Europe/Dublin 1743296400 3600
        Europe/Dublin 88602898 3600
        Europe/Dublin 817443157 0
        Africa/Casablanca 1587261599 3600
        Africa/Casablanca 1587261600 0
        Africa/Casablanca 1740275999 3600
        Africa/Casablanca 1740276000 0
        Africa/Casablanca 1743904799 0
        Africa/Casablanca 1743904800 3600
        Africa/Casablanca -1311663566 0
        Africa/Casablanca -486343983 0
        America/Sao_Paulo 1382237999 -10800
        America/Sao_Paulo 1382238000 -7200
        America/Sao_Paulo 1541300399 -10800
        America/Sao_Paulo 1541300400 -7200
        America/Sao_Paulo 1550368799 -7200
        America/Sao_Paulo 1550368800 -10800
        America/Sao_Paulo -667892576 -10800
        America/Sao_Paulo -851402463 -10800
        Asia/Tehran 1316633399 16200
        Asia/Tehran 1316633400 12600
        Asia/Tehran 1647894599 12600
        Asia/Tehran 1647894600 16200
        Asia/Tehran 1663788599 16200
        Asia/Tehran 1663788600 12600
        Asia/Tehran 185077430 12600
        Asia/Tehran 232219938 16200
        Pacific/Apia 1538229599 46800
        Pacific/Apia 1538229600 50400
        Pacific/Apia 1601128799 46800
        Pacific/Apia 1601128800 50400
        Pacific/Apia 1617458399 50400
        Pacific/Apia 1617458400 46800
        Pacific/Apia 1418479453 50400
        Pacific/Apia 552463631 -39600
        Asia/Gaza -81313201 10800
        Asia/Gaza -81313200 7200
        Asia/Gaza 1729897199 10800
        Asia/Gaza 1729897200 7200
        Asia/Gaza 1744415999 7200
        Asia/Gaza 1744416000 10800
        Asia/Gaza 809207883 10800
        Asia/Gaza -1335363395 7200
        Europe/London 1067129999 3600
        Europe/London 1067130000 0
        Europe/London 1729990799 3600
        Europe/London 1729990800 0
        Europe/London 1743296399 0
        Europe/London 1743296400 3600
        Europe/London 1546216458 0
        Europe/London -371512453 0
        America/Nuuk 1382835599 -7200
        America/Nuuk 1382835600 -10800
        America/Nuuk 1729990799 -3600
        America/Nuuk 1729990800 -7200
        America/Nuuk 1743296399 -7200
        America/Nuuk 1743296400 -3600
        America/Nuuk 609372708 -7200
        America/Nuuk 280465173 -10800
        Asia/Kolkata -872058601 23400
        Asia/Kolkata -872058600 19800
        Asia/Kolkata -862637401 19800
        Asia/Kolkata -862637400 23400
        Asia/Kolkata -764145001 23400
        Asia/Kolkata -764145000 19800
        Asia/Kolkata -920083329 19800
        Asia/Kolkata 1418400881 19800
        Etc/GMT+12 1104031770 -43200
        Etc/GMT+12 135905616 -43200
        UTC -1096351820 0
        UTC 265056543 0
        America/Caracas -157750201 -16200
        America/Caracas -157750200 -14400
        America/Caracas 1197183599 -14400
        America/Caracas 1197183600 -16200
        America/Caracas 1462085999 -16200
        America/Caracas 1462086000 -14400
        America/Caracas 54523830 -14400
        America/Caracas -85914829 -14400
        Africa/Monrovia 63593069 -2670
        Africa/Monrovia 63593070 0
        Africa/Monrovia -643728234 -2670
        Africa/Monrovia -100337286 -2670
        """

    /// Zone, date, minute of the day, second since the epoch: before, in and after gaps and repeated hours.
    static let wallTimes = """
        Europe/Sarajevo 2012-10-28 119 1351382340
        Europe/Sarajevo 2012-10-28 120 1351382400
        Europe/Sarajevo 2012-10-28 150 1351384200
        Europe/Sarajevo 2012-10-28 180 1351389600
        Europe/Sarajevo 2024-10-27 119 1729987140
        Europe/Sarajevo 2024-10-27 120 1729987200
        Europe/Sarajevo 2024-10-27 150 1729989000
        Europe/Sarajevo 2024-10-27 180 1729994400
        Europe/Sarajevo 2025-03-30 119 1743296340
        Europe/Sarajevo 2025-03-30 120 1743296400
        Europe/Sarajevo 2025-03-30 150 1743298200
        Europe/Sarajevo 2025-03-30 180 1743296400
        Europe/Sarajevo 1998-09-19 1093 906221580
        America/New_York 2005-10-30 59 1130648340
        America/New_York 2005-10-30 60 1130648400
        America/New_York 2005-10-30 90 1130650200
        America/New_York 2005-10-30 120 1130655600
        America/New_York 2024-11-03 59 1730609940
        America/New_York 2024-11-03 60 1730610000
        America/New_York 2024-11-03 90 1730611800
        America/New_York 2024-11-03 120 1730617200
        America/New_York 2025-03-09 119 1741503540
        America/New_York 2025-03-09 120 1741503600
        America/New_York 2025-03-09 150 1741505400
        America/New_York 2025-03-09 180 1741503600
        America/New_York 1980-01-08 344 316176240
        Australia/Lord_Howe 1981-02-28 1439 352216740
        Australia/Lord_Howe 1981-03-01 0 352216800
        Australia/Lord_Howe 1981-03-01 15 352217700
        Australia/Lord_Howe 1981-03-01 30 352216800
        Australia/Lord_Howe 2024-10-06 119 1728142140
        Australia/Lord_Howe 2024-10-06 120 1728142200
        Australia/Lord_Howe 2024-10-06 135 1728143100
        Australia/Lord_Howe 2024-10-06 150 1728142200
        Australia/Lord_Howe 2025-04-06 89 1743863340
        Australia/Lord_Howe 2025-04-06 90 1743863400
        Australia/Lord_Howe 2025-04-06 105 1743864300
        Australia/Lord_Howe 2025-04-06 120 1743867000
        Australia/Lord_Howe 1999-08-10 103 934211580
        Pacific/Chatham 1996-03-17 164 826981140
        Pacific/Chatham 1996-03-17 165 826981200
        Pacific/Chatham 1996-03-17 195 826983000
        Pacific/Chatham 1996-03-17 225 826988400
        Pacific/Chatham 2024-09-29 164 1727531940
        Pacific/Chatham 2024-09-29 165 1727532000
        Pacific/Chatham 2024-09-29 195 1727533800
        Pacific/Chatham 2024-09-29 225 1727532000
        Pacific/Chatham 2025-04-06 164 1743857940
        Pacific/Chatham 2025-04-06 165 1743858000
        Pacific/Chatham 2025-04-06 195 1743859800
        Pacific/Chatham 2025-04-06 225 1743865200
        Pacific/Chatham 2015-07-04 48 1435924980
        Asia/Kathmandu 1985-12-31 1439 504901740
        Asia/Kathmandu 1986-01-01 0 504901800
        Asia/Kathmandu 1986-01-01 7 504902220
        Asia/Kathmandu 1986-01-01 15 504901800
        Asia/Kathmandu 1998-11-23 94 911764140
        Pacific/Kiritimati 1979-09-30 1439 307622340
        Pacific/Kiritimati 1979-10-01 0 307622400
        Pacific/Kiritimati 1979-10-01 20 307623600
        Pacific/Kiritimati 1979-10-01 40 307622400
        Pacific/Kiritimati 1994-12-30 1439 788867940
        Pacific/Kiritimati 1994-12-31 0 788868000
        Pacific/Kiritimati 1994-12-31 720 788911200
        Pacific/Kiritimati 1995-01-01 0 788868000
        Pacific/Kiritimati 1982-11-08 108 405604080
        Africa/Cairo 1982-07-25 59 396399540
        Africa/Cairo 1982-07-25 60 396399600
        Africa/Cairo 1982-07-25 90 396401400
        Africa/Cairo 1982-07-25 120 396399600
        Africa/Cairo 2024-10-31 1379 1730404740
        Africa/Cairo 2024-10-31 1380 1730404800
        Africa/Cairo 2024-10-31 1410 1730406600
        Africa/Cairo 2024-11-01 0 1730412000
        Africa/Cairo 2025-04-24 1439 1745531940
        Africa/Cairo 2025-04-25 0 1745532000
        Africa/Cairo 2025-04-25 30 1745533800
        Africa/Cairo 2025-04-25 60 1745532000
        Africa/Cairo 2006-11-27 457 1164605820
        America/St_Johns 2024-11-03 59 1730604540
        America/St_Johns 2024-11-03 60 1730604600
        America/St_Johns 2024-11-03 90 1730606400
        America/St_Johns 2024-11-03 120 1730611800
        America/St_Johns 2025-03-09 119 1741498140
        America/St_Johns 2025-03-09 120 1741498200
        America/St_Johns 2025-03-09 150 1741500000
        America/St_Johns 2025-03-09 180 1741498200
        America/St_Johns 1981-04-03 1128 355184280
        Antarctica/Troll 2012-03-25 59 1332637140
        Antarctica/Troll 2012-03-25 60 1332637200
        Antarctica/Troll 2012-03-25 120 1332640800
        Antarctica/Troll 2012-03-25 180 1332637200
        Antarctica/Troll 2024-10-27 59 1729983540
        Antarctica/Troll 2024-10-27 60 1729983600
        Antarctica/Troll 2024-10-27 120 1729987200
        Antarctica/Troll 2024-10-27 180 1729998000
        Antarctica/Troll 2025-03-30 59 1743296340
        Antarctica/Troll 2025-03-30 60 1743296400
        Antarctica/Troll 2025-03-30 120 1743300000
        Antarctica/Troll 2025-03-30 180 1743296400
        Antarctica/Troll 2000-03-18 963 953395380
        Europe/Dublin 1925-04-19 119 -1410732060
        Europe/Dublin 1925-04-19 120 -1410732000
        Europe/Dublin 1925-04-19 150 -1410730200
        Europe/Dublin 1925-04-19 180 -1410732000
        Europe/Dublin 2024-10-27 59 1729987140
        Europe/Dublin 2024-10-27 60 1729987200
        Europe/Dublin 2024-10-27 90 1729989000
        Europe/Dublin 2024-10-27 120 1729994400
        Europe/Dublin 2025-03-30 59 1743296340
        Europe/Dublin 2025-03-30 60 1743296400
        Europe/Dublin 2025-03-30 90 1743298200
        Europe/Dublin 2025-03-30 120 1743296400
        Europe/Dublin 2018-11-10 1077 1541872620
        Africa/Casablanca 2020-04-19 119 1587257940
        Africa/Casablanca 2020-04-19 120 1587258000
        Africa/Casablanca 2020-04-19 150 1587259800
        Africa/Casablanca 2020-04-19 180 1587265200
        Africa/Casablanca 2025-02-23 119 1740272340
        Africa/Casablanca 2025-02-23 120 1740272400
        Africa/Casablanca 2025-02-23 150 1740274200
        Africa/Casablanca 2025-02-23 180 1740279600
        Africa/Casablanca 2025-04-06 119 1743904740
        Africa/Casablanca 2025-04-06 120 1743904800
        Africa/Casablanca 2025-04-06 150 1743906600
        Africa/Casablanca 2025-04-06 180 1743904800
        Africa/Casablanca 1988-04-20 740 577542000
        America/Sao_Paulo 2013-10-19 1439 1382237940
        America/Sao_Paulo 2013-10-20 0 1382238000
        America/Sao_Paulo 2013-10-20 30 1382239800
        America/Sao_Paulo 2013-10-20 60 1382238000
        America/Sao_Paulo 2018-11-03 1439 1541300340
        America/Sao_Paulo 2018-11-04 0 1541300400
        America/Sao_Paulo 2018-11-04 30 1541302200
        America/Sao_Paulo 2018-11-04 60 1541300400
        America/Sao_Paulo 2019-02-16 1379 1550365140
        America/Sao_Paulo 2019-02-16 1380 1550365200
        America/Sao_Paulo 2019-02-16 1410 1550367000
        America/Sao_Paulo 2019-02-17 0 1550372400
        America/Sao_Paulo 1992-11-22 1004 722457840
        Asia/Tehran 2011-09-21 1379 1316629740
        Asia/Tehran 2011-09-21 1380 1316629800
        Asia/Tehran 2011-09-21 1410 1316631600
        Asia/Tehran 2011-09-22 0 1316637000
        Asia/Tehran 2022-03-21 1439 1647894540
        Asia/Tehran 2022-03-22 0 1647894600
        Asia/Tehran 2022-03-22 30 1647896400
        Asia/Tehran 2022-03-22 60 1647894600
        Asia/Tehran 2022-09-21 1379 1663784940
        Asia/Tehran 2022-09-21 1380 1663785000
        Asia/Tehran 2022-09-21 1410 1663786800
        Asia/Tehran 2022-09-22 0 1663792200
        Asia/Tehran 2004-07-20 1296 1090343160
        Pacific/Apia 2018-09-30 179 1538229540
        Pacific/Apia 2018-09-30 180 1538229600
        Pacific/Apia 2018-09-30 210 1538231400
        Pacific/Apia 2018-09-30 240 1538229600
        Pacific/Apia 2020-09-27 179 1601128740
        Pacific/Apia 2020-09-27 180 1601128800
        Pacific/Apia 2020-09-27 210 1601130600
        Pacific/Apia 2020-09-27 240 1601128800
        Pacific/Apia 2021-04-04 179 1617454740
        Pacific/Apia 2021-04-04 180 1617454800
        Pacific/Apia 2021-04-04 210 1617456600
        Pacific/Apia 2021-04-04 240 1617462000
        Pacific/Apia 2004-05-18 1026 1084939560
        Asia/Gaza 1967-06-04 1379 -81316860
        Asia/Gaza 1967-06-04 1380 -81316800
        Asia/Gaza 1967-06-04 1410 -81315000
        Asia/Gaza 1967-06-05 0 -81309600
        Asia/Gaza 2024-10-26 59 1729893540
        Asia/Gaza 2024-10-26 60 1729893600
        Asia/Gaza 2024-10-26 90 1729895400
        Asia/Gaza 2024-10-26 120 1729900800
        Asia/Gaza 2025-04-12 119 1744415940
        Asia/Gaza 2025-04-12 120 1744416000
        Asia/Gaza 2025-04-12 150 1744417800
        Asia/Gaza 2025-04-12 180 1744416000
        Asia/Gaza 1989-12-01 601 628502460
        Europe/London 2003-10-26 59 1067126340
        Europe/London 2003-10-26 60 1067126400
        Europe/London 2003-10-26 90 1067128200
        Europe/London 2003-10-26 120 1067133600
        Europe/London 2024-10-27 59 1729987140
        Europe/London 2024-10-27 60 1729987200
        Europe/London 2024-10-27 90 1729989000
        Europe/London 2024-10-27 120 1729994400
        Europe/London 2025-03-30 59 1743296340
        Europe/London 2025-03-30 60 1743296400
        Europe/London 2025-03-30 90 1743298200
        Europe/London 2025-03-30 120 1743296400
        Europe/London 2006-11-04 671 1162638660
        America/Nuuk 2013-10-26 1319 1382831940
        America/Nuuk 2013-10-26 1320 1382832000
        America/Nuuk 2013-10-26 1350 1382833800
        America/Nuuk 2013-10-26 1380 1382839200
        America/Nuuk 2024-10-26 1379 1729987140
        America/Nuuk 2024-10-26 1380 1729987200
        America/Nuuk 2024-10-26 1410 1729989000
        America/Nuuk 2024-10-27 0 1729994400
        America/Nuuk 2025-03-29 1379 1743296340
        America/Nuuk 2025-03-29 1380 1743296400
        America/Nuuk 2025-03-29 1410 1743298200
        America/Nuuk 2025-03-30 0 1743296400
        America/Nuuk 2007-10-30 151 1193722260
        Asia/Kolkata 1942-05-14 1379 -872062260
        Asia/Kolkata 1942-05-14 1380 -872062200
        Asia/Kolkata 1942-05-14 1410 -872060400
        Asia/Kolkata 1942-05-15 0 -872055000
        Asia/Kolkata 1942-08-31 1439 -862637460
        Asia/Kolkata 1942-09-01 0 -862637400
        Asia/Kolkata 1942-09-01 30 -862635600
        Asia/Kolkata 1942-09-01 60 -862637400
        Asia/Kolkata 1945-10-14 1379 -764148660
        Asia/Kolkata 1945-10-14 1380 -764148600
        Asia/Kolkata 1945-10-14 1410 -764146800
        Asia/Kolkata 1945-10-15 0 -764141400
        Asia/Kolkata 2009-01-02 545 1230867300
        Etc/GMT+12 2022-03-14 735 1647303300
        UTC 1983-01-09 684 410959440
        America/Caracas 1964-12-31 1439 -157750260
        America/Caracas 1965-01-01 0 -157750200
        America/Caracas 1965-01-01 15 -157749300
        America/Caracas 1965-01-01 30 -157750200
        America/Caracas 2007-12-09 149 1197181740
        America/Caracas 2007-12-09 150 1197181800
        America/Caracas 2007-12-09 165 1197182700
        America/Caracas 2007-12-09 180 1197185400
        America/Caracas 2016-05-01 149 1462085940
        America/Caracas 2016-05-01 150 1462086000
        America/Caracas 2016-05-01 165 1462086900
        America/Caracas 2016-05-01 180 1462086000
        America/Caracas 1981-07-14 759 363976740
        Africa/Monrovia 1988-01-14 602 569152920
        """

    /// Footer, second since the epoch, offset in seconds: a file with nothing but this footer.
    /// The rows of the zero-based day of the year are glibc's, as Python 3 reads such a day one too early.
    static let footers = """
        CET-1CEST,M3.5.0,M10.5.0/3 4898537999 3600
        CET-1CEST,M3.5.0,M10.5.0/3 4898538000 7200
        CET-1CEST,M3.5.0,M10.5.0/3 4917286799 7200
        CET-1CEST,M3.5.0,M10.5.0/3 4917286800 3600
        CET-1CEST,M3.5.0,M10.5.0/3 4891620822 3600
        CET-1CEST,M3.5.0,M10.5.0/3 1837645199 3600
        CET-1CEST,M3.5.0,M10.5.0/3 1837645200 7200
        CET-1CEST,M3.5.0,M10.5.0/3 1856393999 7200
        CET-1CEST,M3.5.0,M10.5.0/3 1856394000 3600
        CET-1CEST,M3.5.0,M10.5.0/3 1849652081 7200
        EST5EDT,M3.2.0,M11.1.0 6980281199 -18000
        EST5EDT,M3.2.0,M11.1.0 6980281200 -14400
        EST5EDT,M3.2.0,M11.1.0 7000840799 -14400
        EST5EDT,M3.2.0,M11.1.0 7000840800 -18000
        EST5EDT,M3.2.0,M11.1.0 6986680500 -14400
        EST5EDT,M3.2.0,M11.1.0 1836457199 -18000
        EST5EDT,M3.2.0,M11.1.0 1836457200 -14400
        EST5EDT,M3.2.0,M11.1.0 1857016799 -14400
        EST5EDT,M3.2.0,M11.1.0 1857016800 -18000
        EST5EDT,M3.2.0,M11.1.0 1846341274 -14400
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 12473017199 39600
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 12473017200 37800
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 12488743799 37800
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 12488743800 39600
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 12475346483 37800
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 1838213999 39600
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 1838214000 37800
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 1853940599 37800
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 1853940600 39600
        <+1030>-10:30<+11>-11,M10.1.0,M4.1.0 1840830395 37800
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1112450399 49500
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1112450400 45900
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1127570399 45900
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1127570400 49500
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1120511411 45900
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1838210399 49500
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1838210400 45900
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1853330399 45900
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1853330400 49500
        <+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45 1861549813 49500
        EET-2EEST,M4.5.5/0,M10.5.4/24 11559621599 7200
        EET-2EEST,M4.5.5/0,M10.5.4/24 11559621600 10800
        EET-2EEST,M4.5.5/0,M10.5.4/24 11575947599 10800
        EET-2EEST,M4.5.5/0,M10.5.4/24 11575947600 7200
        EET-2EEST,M4.5.5/0,M10.5.4/24 11580114958 7200
        EET-2EEST,M4.5.5/0,M10.5.4/24 1840485599 7200
        EET-2EEST,M4.5.5/0,M10.5.4/24 1840485600 10800
        EET-2EEST,M4.5.5/0,M10.5.4/24 1856206799 10800
        EET-2EEST,M4.5.5/0,M10.5.4/24 1856206800 7200
        EET-2EEST,M4.5.5/0,M10.5.4/24 1848466491 10800
        IST-1GMT0,M10.5.0,M3.5.0/1 2816211599 0
        IST-1GMT0,M10.5.0,M3.5.0/1 2816211600 3600
        IST-1GMT0,M10.5.0,M3.5.0/1 2834355599 3600
        IST-1GMT0,M10.5.0,M3.5.0/1 2834355600 0
        IST-1GMT0,M10.5.0,M3.5.0/1 2822495528 3600
        IST-1GMT0,M10.5.0,M3.5.0/1 1837645199 0
        IST-1GMT0,M10.5.0,M3.5.0/1 1837645200 3600
        IST-1GMT0,M10.5.0,M3.5.0/1 1856393999 3600
        IST-1GMT0,M10.5.0,M3.5.0/1 1856394000 0
        IST-1GMT0,M10.5.0,M3.5.0/1 1855921603 3600
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 10610269199 -7200
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 10610269200 -3600
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 10629017999 -3600
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 10629018000 -7200
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 10622281315 -3600
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 1837645199 -7200
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 1837645200 -3600
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 1856393999 -3600
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 1856394000 -7200
        <-02>2<-01>,M3.5.0/-1,M10.5.0/0 1853974262 -3600
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 9632307599 0
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 9632307600 7200
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 9651056399 7200
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 9651056400 0
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 9629162170 0
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 1837645199 0
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 1837645200 7200
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 1856393999 7200
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 1856394000 0
        <+00>0<+02>-2,M3.5.0/1,M10.5.0/3 1847700808 7200
        NST3:30NDT,M3.2.0,M11.1.0 13228464599 -12600
        NST3:30NDT,M3.2.0,M11.1.0 13228464600 -9000
        NST3:30NDT,M3.2.0,M11.1.0 13249024199 -9000
        NST3:30NDT,M3.2.0,M11.1.0 13249024200 -12600
        NST3:30NDT,M3.2.0,M11.1.0 13245445105 -9000
        NST3:30NDT,M3.2.0,M11.1.0 1836451799 -12600
        NST3:30NDT,M3.2.0,M11.1.0 1836451800 -9000
        NST3:30NDT,M3.2.0,M11.1.0 1857011399 -9000
        NST3:30NDT,M3.2.0,M11.1.0 1857011400 -12600
        NST3:30NDT,M3.2.0,M11.1.0 1852708336 -9000
        IST-2IDT,M3.4.4/26,M10.5.0 9284975999 7200
        IST-2IDT,M3.4.4/26,M10.5.0 9284976000 10800
        IST-2IDT,M3.4.4/26,M10.5.0 9303893999 10800
        IST-2IDT,M3.4.4/26,M10.5.0 9303894000 7200
        IST-2IDT,M3.4.4/26,M10.5.0 9294961684 10800
        IST-2IDT,M3.4.4/26,M10.5.0 1837468799 7200
        IST-2IDT,M3.4.4/26,M10.5.0 1837468800 10800
        IST-2IDT,M3.4.4/26,M10.5.0 1856386799 10800
        IST-2IDT,M3.4.4/26,M10.5.0 1856386800 7200
        IST-2IDT,M3.4.4/26,M10.5.0 1846250260 10800
        EET-2EEST,M3.4.4/50,M10.4.4/50 4204137599 7200
        EET-2EEST,M3.4.4/50,M10.4.4/50 4204137600 10800
        EET-2EEST,M3.4.4/50,M10.4.4/50 4222882799 10800
        EET-2EEST,M3.4.4/50,M10.4.4/50 4222882800 7200
        EET-2EEST,M3.4.4/50,M10.4.4/50 4224833167 7200
        EET-2EEST,M3.4.4/50,M10.4.4/50 1837555199 7200
        EET-2EEST,M3.4.4/50,M10.4.4/50 1837555200 10800
        EET-2EEST,M3.4.4/50,M10.4.4/50 1856300399 10800
        EET-2EEST,M3.4.4/50,M10.4.4/50 1856300400 7200
        EET-2EEST,M3.4.4/50,M10.4.4/50 1846806389 10800
        AAA-3BBB,J60/2,J300/3 2245705199 10800
        AAA-3BBB,J60/2,J300/3 2245705200 14400
        AAA-3BBB,J60/2,J300/3 2266441199 14400
        AAA-3BBB,J60/2,J300/3 2266441200 10800
        AAA-3BBB,J60/2,J300/3 2268339566 10800
        AAA-3BBB,J60/2,J300/3 1835477999 10800
        AAA-3BBB,J60/2,J300/3 1835478000 14400
        AAA-3BBB,J60/2,J300/3 1856213999 14400
        AAA-3BBB,J60/2,J300/3 1856214000 10800
        AAA-3BBB,J60/2,J300/3 1855820163 14400
        AAA3BBB,59/2,299/3 1835413199 -10800
        AAA3BBB,59/2,299/3 1835413200 -7200
        AAA3BBB,59/2,299/3 1856149199 -7200
        AAA3BBB,59/2,299/3 1856149200 -10800
        AAA3BBB,59/2,299/3 1803877199 -10800
        AAA3BBB,59/2,299/3 1803877200 -7200
        AAA3BBB,59/2,299/3 6190232399 -10800
        AAA3BBB,59/2,299/3 6190232400 -10800
        AAA3BBB,59/2,299/3 6210968399 -7200
        AAA3BBB,59/2,299/3 6210968400 -7200
        AAA3BBB,59/2,299/3 6187344214 -10800
        AAA3BBB,59/2,299/3 1835326799 -10800
        AAA3BBB,59/2,299/3 1835326800 -10800
        AAA3BBB,59/2,299/3 1856062799 -7200
        AAA3BBB,59/2,299/3 1856062800 -7200
        AAA3BBB,59/2,299/3 1843073749 -7200
        <-0330>3:30:30 5530793591 -12630
        <-0330>3:30:30 1855251389 -12630
        XXX3EDT4,0/0,J365/23 10043512812 -14400
        XXX3EDT4,0/0,J365/23 1852094225 -14400
        """
}
