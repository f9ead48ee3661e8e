"""Common names in Arabic script as they are usually written in Latin letters.

Only for reading: an analyst who sees محمد should read Muhammad and not Mhmd. Keys do not use it. Where languages
differ, the reading of Arabic is given; these are ordinary given names, written down from general knowledge.
"""

from __future__ import annotations

_LINES = """
محمد Muhammad|احمد Ahmad|أحمد Ahmad|محمود Mahmud|حامد Hamid|حميد Hamid|حمید Hamid|علي Ali|علی Ali|على Ali
حسن Hasan|حسين Husayn|حسین Husayn|عمر Umar|عثمان Uthman|خالد Khalid|وليد Walid|ولید Walid|سعيد Said|سعید Said
سعد Saad|سعود Saud|مسعود Masud|كريم Karim|کریم Karim|رحيم Rahim|رحیم Rahim|رحمن Rahman|الرحمن al-Rahman
الله Allah|عبد Abd|عبدالله Abdallah|عبيد Ubayd|عبید Ubayd|ابراهيم Ibrahim|إبراهيم Ibrahim|ابراهیم Ibrahim
اسماعيل Ismail|إسماعيل Ismail|اسماعیل Ismail|اسحاق Ishaq|إسحاق Ishaq|يعقوب Yaqub|یعقوب Yaqub|يوسف Yusuf|یوسف Yusuf
يونس Yunus|یونس Yunus|موسى Musa|موسی Musa|عيسى Isa|عیسی Isa|يحيى Yahya|یحیی Yahya|سليمان Sulayman|سلیمان Sulayman
داود Dawud|داوود Dawud|نوح Nuh|آدم Adam|ادم Adam|ادريس Idris|إدريس Idris|ادریس Idris|صالح Salih|صلاح Salah
ناصر Nasir|نصر Nasr|منصور Mansur|جمال Jamal|كمال Kamal|کمال Kamal|جلال Jalal|بلال Bilal|هلال Hilal|طلال Talal
جعفر Jafar|هاشم Hashim|قاسم Qasim|باسم Basim|جاسم Jasim|كاظم Kazim|کاظم Kazim|مصطفى Mustafa|مصطفی Mustafa
مرتضى Murtada|مرتضی Murtada|رضا Rida|طه Taha|ياسر Yasir|یاسر Yasir|ياسين Yasin|یاسین Yasin|فيصل Faysal|فیصل Faysal
فهد Fahd|طارق Tariq|زياد Ziyad|زیاد Ziyad|زيد Zayd|زید Zayd|بكر Bakr|بکر Bakr|بدر Badr|ماجد Majid|ساجد Sajid
مجيد Majid|مجید Majid|رشيد Rashid|رشید Rashid|راشد Rashid|فؤاد Fuad|فواد Fuad|مراد Murad|عادل Adil|عدنان Adnan
عباس Abbas|حبيب Habib|حبیب Habib|نبيل Nabil|نبیل Nabil|جميل Jamil|جمیل Jamil|خليل Khalil|خلیل Khalil|سليم Salim
سلیم Salim|سالم Salim|سلام Salam|سامي Sami|سامی Sami|هاني Hani|رامي Rami|نور Nur|الدين al-Din|الدین al-Din|دين Din
شمس Shams|سيف Sayf|سیف Sayf|فضل Fadl|عزيز Aziz|عزیز Aziz|قادر Qadir|لطيف Latif|لطیف Latif|حكيم Hakim|حکیم Hakim
جبار Jabbar|ستار Sattar|غفار Ghaffar|رزاق Razzaq|خان Khan|شاه Shah|گل Gul|جان Jan|حاجي Haji|حاجی Haji|سيد Sayyid
سید Sayyid|شيخ Shaykh|شیخ Shaykh|ملا Mulla|مولوي Mawlawi|مولوی Mawlawi|ابو Abu|أبو Abu|ابن Ibn|بن bin|بنت bint|أم Umm
فاطمة Fatima|فاطمه Fatima|عائشة Aisha|مريم Maryam|مریم Maryam|زينب Zaynab|زینب Zaynab|خديجة Khadija|ليلى Layla
سارة Sara|سارا Sara|أمين Amin|امين Amin|امین Amin|أمير Amir|امير Amir|امیر Amir|أنور Anwar|انور Anwar|أسامة Usama
اسامة Usama|أيمن Ayman|ايمن Ayman|اكرم Akram|أكرم Akram|اکرم Akram|اسد Asad|أسد Asad|مجاهد Mujahid|حمزة Hamza
حمزه Hamza|رجب Rajab|رمضان Ramadan|شعبان Shaban|عمار Ammar|ياسمين Yasmin|كردستان Kurdistan|آزاد Azad|ازاد Azad
"""

_PAIRS = [pair.partition(" ") for line in _LINES.split("\n") for pair in line.split("|") if pair]

GIVEN_NAMES: dict[str, str] = {name: latin for name, _, latin in _PAIRS}
"""Latin reading by the name in Arabic script, marks left off."""
